using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The requirements on the class, its enclosing types and the project.</summary>
internal static class TypeRules
{
    public static void Check(ModelDeclaration declaration, CompilationEnvironment environment, DiagnosticBag diagnostics)
    {
        var type = declaration.Type;
        if (!declaration.IsModel)
        {
            // Nothing is generated, so nothing else can collide.
            diagnostics.Add(Rules.LayersWithoutModel, DiagnosticLocation.Layer(0), type.Level.Name, declaration.Layers.Any(DecoderOutline.IsOfDecoders) ? "Decoder" : "SequenceModel");
            return;
        }

        CheckClass(type, diagnostics);
        CheckContainers(type, diagnostics);
        CheckProject(type, DiagnosticLocation.Model(), environment, diagnostics);

        if (declaration.LayerParts > 1)
        {
            diagnostics.Add(Rules.LayersOnSeveralParts, DiagnosticLocation.Type, type.Level.Name, Messages.Number(declaration.LayerParts));
        }
    }

    /// <summary>The rules of any class with generated code.</summary>
    /// <param name="type">The class.</param>
    /// <param name="attribute">The attribute of the class.</param>
    /// <param name="environment">The project.</param>
    /// <param name="diagnostics">Collects the diagnostics.</param>
    public static void Check(TypeDeclaration type, DiagnosticLocation attribute, CompilationEnvironment environment, DiagnosticBag diagnostics)
    {
        CheckClass(type, diagnostics);
        CheckContainers(type, diagnostics);
        CheckProject(type, attribute, environment, diagnostics);
    }

    private static void CheckClass(TypeDeclaration type, DiagnosticBag diagnostics)
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
            diagnostics.Add(Rules.NotAClass, DiagnosticLocation.Type, type.Level.Name, unfit);
            return;
        }

        if (!type.Level.IsPartial)
        {
            diagnostics.Add(Rules.NotPartial, DiagnosticLocation.Type, type.Level.Name);
        }

        if (type.BaseType is not null)
        {
            diagnostics.Add(Rules.BaseClass, DiagnosticLocation.Type, type.Level.Name, type.BaseType);
        }

        if (type.HasPrimaryConstructor)
        {
            diagnostics.Add(Rules.PrimaryConstructor, DiagnosticLocation.Type, type.Level.Name);
        }
    }

    private static void CheckContainers(TypeDeclaration type, DiagnosticBag diagnostics)
    {
        for (var i = 0; i < type.Containers.Count; i++)
        {
            if (type.Containers[i] is { IsPartial: false } container)
            {
                diagnostics.Add(Rules.ContainerNotPartial, DiagnosticLocation.Container(i), type.Level.Name, container.Name, container.Keyword);
            }
        }
    }

    private static void CheckProject(TypeDeclaration type, DiagnosticLocation model, CompilationEnvironment environment, DiagnosticBag diagnostics)
    {
        if (environment.IsLanguageTooOld)
        {
            diagnostics.Add(Rules.LanguageTooOld, model, type.Level.Name, "12.0", environment.LanguageVersion);
        }

        if (environment.IsStreamingOnly)
        {
            return;
        }

        if (environment.TorchSharpVersion is null)
        {
            diagnostics.Add(Rules.TorchSharpMissing, model, type.Level.Name, "TorchSharp", "RnnDsl.Torch, which brings TorchSharp, and a libtorch package");
        }
        else
        {
            if (environment.IsTorchSharpTooOld)
            {
                diagnostics.Add(Rules.TorchSharpTooOld, model, type.Level.Name, CompilationEnvironment.OldestTorchSharp.ToString(), environment.TorchSharpVersion);
            }

            if (!environment.HasRuntime)
            {
                diagnostics.Add(Rules.TorchSharpMissing, model, type.Level.Name, "RnnDsl.Torch", "RnnDsl.Torch");
            }
        }
    }
}
