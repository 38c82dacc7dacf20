using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Binds an encoder and a decoder, and reports the diagnostics of their connection.</summary>
internal static class EncoderDecoderBinder
{
    /// <summary>Binds a declaration. The result is an encoder-decoder even if there are errors, so that its members are emitted.</summary>
    public static (EncoderDecoder EncoderDecoder, EquatableArray<DiagnosticInfo> Diagnostics) Bind(EncoderDecoderDeclaration declaration, CompilationEnvironment environment) => declaration.Failure is { } failure
        ? Failed(declaration, environment, failure)
        : CompilerFailure.Run(Stage.Rules, declaration.Type.Level.Name, () => Check(declaration, environment), thrown => Failed(declaration, environment, thrown));

    /// <summary>A placeholder for an encoder-decoder with a failed stage: with its sides if they can be bound, so that its members are emitted.</summary>
    private static (EncoderDecoder EncoderDecoder, EquatableArray<DiagnosticInfo> Diagnostics) Failed(EncoderDecoderDeclaration declaration, CompilationEnvironment environment, CompilerFailure failure)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddFailure(DiagnosticLocation.EncoderDecoder(), declaration.Type.Level.Name, failure);
        var encoderDecoder = CompilerFailure.Try(
            failure.Stage, () => Joined(declaration), _ => Joined(declaration with { Encoder = SideDeclaration.Unknown, Decoder = SideDeclaration.Unknown }));
        return (encoderDecoder with { Errors = diagnostics.Errors() }, diagnostics.ToEquatableArray());

        EncoderDecoder Joined(EncoderDecoderDeclaration read)
        {
            var unread = new DiagnosticBag();
            var (encoder, decoder) = Sides(read, environment, unread);
            return WithMembers(new EncoderDecoder(read.Type, encoder, decoder, BridgeKind.Last, EncoderDecoderSizes.Of(encoder, decoder, read.SharedEmbedding, unread), default) { SharedEmbedding = read.SharedEmbedding, Streams = StreamingRules.Streams(read, environment), IsStreamingOnly = environment.IsStreamingOnly, ExportsOnnx = OnnxRules.Exports(read, environment) }, environment);
        }
    }

    private static (EncoderDecoder EncoderDecoder, EquatableArray<DiagnosticInfo> Diagnostics) Check(EncoderDecoderDeclaration declaration, CompilationEnvironment environment)
    {
        var diagnostics = new DiagnosticBag();
        TypeRules.Check(declaration.Type, DiagnosticLocation.EncoderDecoder(), environment, diagnostics);
        if (declaration.OtherAttribute is { } other)
        {
            diagnostics.Add(Rules.TwoKinds, DiagnosticLocation.EncoderDecoder(), declaration.Type.Level.Name, "EncoderDecoder", other);
        }

        var (encoder, decoder) = Sides(declaration, environment, diagnostics);
        var bridge = (BridgeKind)declaration.Bridge;
        if (!Enum.IsDefined(typeof(BridgeKind), bridge))
        {
            ArgumentRules.RefuseValue(DiagnosticLocation.EncoderDecoder("Bridge"), "EncoderDecoder", declaration.Bridge, "Bridge", ArgumentRules.Members<BridgeKind>(), diagnostics);
            bridge = BridgeKind.Dense;
        }

        // A mismatch with a side that has errors may be a consequence of them.
        var areSound = encoder.Model.Errors.Count == 0 && decoder.Model.Errors.Count == 0;
        var encoderDecoder = WithMembers(new EncoderDecoder(declaration.Type, encoder, decoder, bridge, EncoderDecoderSizes.Of(encoder, decoder, declaration.SharedEmbedding, areSound ? diagnostics : new DiagnosticBag()), default)
        {
            SharedEmbedding = declaration.SharedEmbedding,
            Streams = StreamingRules.Streams(declaration, environment),
            IsStreamingOnly = environment.IsStreamingOnly,
            ExportsOnnx = OnnxRules.Exports(declaration, environment),
        }, environment);
        if (areSound)
        {
            EncoderDecoderRules.Check(encoderDecoder, diagnostics);
            StreamingRules.Check(encoderDecoder, diagnostics);
            OnnxRules.Check(encoderDecoder, diagnostics);
        }

        EncoderDecoderRules.CheckMembers(encoderDecoder, diagnostics);

        // C# reports errors for unreadable parts; further diagnostics would be their consequences.
        return declaration.IsIncomplete
            ? (encoderDecoder with { Errors = new(["an attribute that does not compile"]) }, default)
            : (encoderDecoder with { Errors = diagnostics.Errors() }, diagnostics.ToEquatableArray());
    }

    private static EncoderDecoder WithMembers(EncoderDecoder encoderDecoder, CompilationEnvironment environment) =>
        encoderDecoder with { Members = ModelMembers.Of(encoderDecoder, environment.Targets).ToEquatableArray() };

    private static (Side Encoder, Side Decoder) Sides(EncoderDecoderDeclaration declaration, CompilationEnvironment environment, DiagnosticBag diagnostics)
    {
        var (encoder, decoder) = (declaration.Encoder, declaration.Decoder);
        if (IsOne(encoder, isDecoder: true) && IsOne(decoder, isDecoder: false))
        {
            diagnostics.Add(Rules.NotAnEncoder, DiagnosticLocation.EncoderDecoder("Encoder"), encoder.Display, "has [Decoder]",
                $"The encoder stands first: write [EncoderDecoder(typeof({decoder.Display}), typeof({encoder.Display}))].");
            (encoder, decoder) = (decoder, encoder);
        }

        var hidden = !encoder.IsAccessible ? (encoder, "encoder", "Encoder") : !decoder.IsAccessible ? (decoder, "decoder", "Decoder") : default((SideDeclaration Side, string Role, string Argument)?);
        if (hidden is { } side)
        {
            diagnostics.Add(Rules.SideIsHidden, DiagnosticLocation.EncoderDecoder(side.Argument), declaration.Type.Level.Name, side.Role, side.Side.Display);
        }

        return (Bind(encoder, isDecoder: false, declaration, environment, diagnostics), Bind(decoder, isDecoder: true, declaration, environment, diagnostics));
    }

    private static bool IsOne(SideDeclaration side, bool isDecoder) => side.Declaration is { IsModel: true, Kind: var kind } && kind == ModelKind.Decoder == isDecoder;

    private static Side Bind(SideDeclaration side, bool isDecoder, EncoderDecoderDeclaration encoderDecoder, CompilationEnvironment environment, DiagnosticBag diagnostics)
    {
        var (rule, argument, kind) = isDecoder ? (Rules.NotADecoder, "Decoder", ModelKind.Decoder) : (Rules.NotAnEncoder, "Encoder", ModelKind.Encoder);
        if (side.Declaration is not { } declaration)
        {
            // Nothing is known of it: assume sequences.
            diagnostics.Add(rule, DiagnosticLocation.EncoderDecoder(argument), side.Display, side.IsOpen ? "leaves its type parameters open" : "is no class",
                side.IsOpen ? "Write a type for each of them." : $"Name a class with {(isDecoder ? "[Decoder]" : "[Encoder] or [SequenceModel]")} and its layers.");
            return new Side(new Model(encoderDecoder.Type, default, default, Errors: new([rule.Id])) { Kind = kind }, null, null, side.Display);
        }

        var (own, mistakes) = Binder.Bind(declaration, environment);
        var model = own;
        if (declaration is { IsModel: false, Layers.Count: > 0 } && side.IsSource)
        {
            // The missing attribute is reported at that class.
            diagnostics.AddReportedElsewhere($"{Rules.LayersWithoutModel.Id}: {Rules.LayersWithoutModel.Title.ToLowerInvariant()}");
            model = AsMeant();
        }
        else if (!IsOne(side, isDecoder))
        {
            diagnostics.Add(rule, DiagnosticLocation.EncoderDecoder(argument), side.Display,
                declaration.IsModel ? $"has [{declaration.Attribute}]" : isDecoder ? "has no [Decoder]" : "has neither [Encoder] nor [SequenceModel]",
                $"Put {(isDecoder ? "[Decoder]" : "[Encoder] or [SequenceModel]")} with its layers on that class, or name one that has it.");
            model = AsMeant();
        }
        else if (side.IsEncoderDecoder)
        {
            // A class that names itself has been reported as two kinds.
            if (declaration.Type == encoderDecoder.Type)
            {
                diagnostics.AddReportedElsewhere(IdAndTitle(Rules.TwoKinds));
            }
            else
            {
                diagnostics.Add(Rules.SideHasErrors, DiagnosticLocation.EncoderDecoder(argument), side.Display, IdAndTitle(Rules.TwoKinds));
            }
        }
        else if (side.IsAbstract)
        {
            diagnostics.Add(rule, DiagnosticLocation.EncoderDecoder(argument), side.Display, "is abstract, so that none can be made", "Remove abstract.");
        }
        else if (side.RequiredMember is { } member)
        {
            diagnostics.Add(rule, DiagnosticLocation.EncoderDecoder(argument), side.Display, $"has the required member '{member}', which the generated constructor cannot set", "Remove 'required'.");
        }
        else if (declaration.IsIncomplete)
        {
            diagnostics.AddReportedElsewhere($"an attribute of '{side.Display}' that does not compile");
        }
        else if (mistakes.FirstOrDefault(mistake => mistake.Rule.Severity == RuleSeverity.Error && !IsOfProject(mistake) && (side.IsSource || AppliesToCompiledClass(mistake))) is { } mistake)
        {
            diagnostics.Add(Rules.SideHasErrors, DiagnosticLocation.EncoderDecoder(argument), side.Display, IdAndTitle(mistake.Rule));
        }
        else
        {
            model = model with { Errors = default };
        }

        var type = declaration.Type;
        var hasState = declaration.IsModel && !side.IsEncoderDecoder && own.HasState && type.TakesParts
            && !(side.IsSource && (type.ByHand.Names.Contains("State") || type.Level.Names.Contains("State")));
        return new Side(model, side.FullName, side.FullName is not null && hasState ? side.FullName + ".State" : null, side.Display)
        {
            Accessibility = side.IsAccessible ? "public" : side.Accessibility,
        };

        // Assume the missing attribute, so that the encoder-decoder has its members.
        Model AsMeant() => Binder.Bind(declaration with { IsModel = true, Kind = kind, OtherAttribute = null }, environment).Model with { Errors = new([rule.Id]) };
    }

    private static string IdAndTitle(Rule rule) => $"{rule.Id}: {char.ToLowerInvariant(rule.Title[0])}{rule.Title.Substring(1)}";

    /// <summary>Whether a diagnostic concerns the whole project, so that the encoder-decoder has it as well.</summary>
    private static bool IsOfProject(DiagnosticInfo mistake) =>
        mistake.Rule == Rules.LanguageTooOld || mistake.Rule == Rules.TorchSharpMissing || mistake.Rule == Rules.TorchSharpTooOld;

    /// <summary>
    /// Whether the diagnostic can be determined for a compiled class: its layers can be read, but not its parts, the origin of its base class and its
    /// private members.
    /// </summary>
    private static bool AppliesToCompiledClass(DiagnosticInfo mistake) =>
        (mistake.Location.Kind == DiagnosticLocationKind.Layer && mistake.Rule != Rules.ApplyNothing && mistake.Rule != Rules.ApplySignature && mistake.Rule != Rules.ModuleNotMade)
        || mistake.Rule == Rules.NoInput || mistake.Rule == Rules.NothingRecurrent;
}
