using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>What the class, the types around it and the project must be.</summary>
internal static class TypeRules
{
    public static void Check(ModelDeclaration declaration, CompilationEnvironment environment, Findings findings)
    {
        var type = declaration.Type;
        if (!declaration.IsModel)
        {
            // Nothing is generated, so nothing else can clash.
            findings.Add(Rules.LayersWithoutModel, Blame.Layer(0), type.Level.Name, declaration.Layers.Any(DecoderOutline.IsOfDecoders) ? "Decoder" : "SequenceModel");
            return;
        }

        Check(type, Blame.Model(), environment, findings);
        if (declaration.LayerParts > 1)
        {
            findings.Add(Rules.LayersOnSeveralParts, Blame.Type, type.Level.Name, Messages.Number(declaration.LayerParts));
        }
    }

    /// <summary>Of any class that code is generated for.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attribute">The attribute that asks for it.</param>
    /// <param name="environment">The project.</param>
    /// <param name="findings">Where to report to.</param>
    public static void Check(TypeDeclaration type, Blame attribute, CompilationEnvironment environment, Findings findings)
    {
        CheckClass(type, findings);
        CheckContainers(type, findings);
        CheckProject(type, attribute, environment, findings);
    }

    private static void CheckClass(TypeDeclaration type, Findings findings)
    {
        var unfit = type.Kind switch
        {
            ClassKind.Record => "is a record, and records derive from records only, while a model derives from nn.Module",
            ClassKind.StaticClass => "is static and so has no instances, while a model is an object with weights",
            ClassKind.FileLocalClass => "is visible in its own file only, where no generated code can reach it",
            _ => null,
        };

        if (unfit is not null)
        {
            findings.Add(Rules.NotAClass, Blame.Type, type.Level.Name, unfit);
            return;
        }

        if (!type.Level.IsPartial)
        {
            findings.Add(Rules.NotPartial, Blame.Type, type.Level.Name);
        }

        if (type.BaseType is not null)
        {
            findings.Add(Rules.BaseClass, Blame.Type, type.Level.Name, type.BaseType);
        }

        if (type.HasPrimaryConstructor)
        {
            findings.Add(Rules.PrimaryConstructor, Blame.Type, type.Level.Name);
        }
    }

    private static void CheckContainers(TypeDeclaration type, Findings findings)
    {
        for (var i = 0; i < type.Containers.Count; i++)
        {
            if (type.Containers[i] is { IsPartial: false } container)
            {
                findings.Add(Rules.ContainerNotPartial, Blame.Container(i), type.Level.Name, container.Name, container.Keyword);
            }
        }
    }

    private static void CheckProject(TypeDeclaration type, Blame model, CompilationEnvironment environment, Findings findings)
    {
        if (environment.IsLanguageTooOld)
        {
            findings.Add(Rules.LanguageTooOld, model, type.Level.Name, "12.0", environment.LanguageVersion);
        }

        if (environment.TorchSharpVersion is null)
        {
            findings.Add(Rules.TorchSharpMissing, model, type.Level.Name, "TorchSharp", "RnnDsl.Torch, which brings TorchSharp, and a libtorch package");
        }
        else
        {
            if (environment.IsTorchSharpTooOld)
            {
                findings.Add(Rules.TorchSharpTooOld, model, type.Level.Name, CompilationEnvironment.OldestTorchSharp.ToString(), environment.TorchSharpVersion);
            }

            if (!environment.HasRuntime)
            {
                findings.Add(Rules.TorchSharpMissing, model, type.Level.Name, "RnnDsl.Torch", "RnnDsl.Torch");
            }
        }
    }
}
