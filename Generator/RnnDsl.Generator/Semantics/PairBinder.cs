using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Joins an encoder and a decoder, and says what is wrong between them.</summary>
internal static class PairBinder
{
    /// <summary>Binds a declaration. There is a pair whatever was found, so that one mistake is not followed by missing members.</summary>
    public static (Pair Pair, EquatableArray<Finding> Findings) Bind(PairDeclaration declaration, CompilationEnvironment environment) => declaration.Failure is { } failure
        ? Failed(declaration, environment, failure)
        : CompilerFailure.Run(Stage.Rules, declaration.Type.Level.Name, () => Check(declaration, environment), thrown => Failed(declaration, environment, thrown));

    /// <summary>Stands for a pair on which a stage has thrown: with its sides where they can be bound, so that it has its members.</summary>
    private static (Pair Pair, EquatableArray<Finding> Findings) Failed(PairDeclaration declaration, CompilationEnvironment environment, CompilerFailure failure)
    {
        var findings = new Findings();
        findings.AddFailure(Blame.Pair(), declaration.Type.Level.Name, failure);
        var pair = CompilerFailure.Try(
            failure.Stage, () => Joined(declaration), _ => Joined(declaration with { Encoder = SideDeclaration.Unknown, Decoder = SideDeclaration.Unknown }));
        return (pair with { Errors = findings.Errors() }, findings.ToEquatableArray());

        Pair Joined(PairDeclaration read)
        {
            var unread = new Findings();
            var (encoder, decoder) = Sides(read, environment, unread);
            return new Pair(read.Type, encoder, decoder, BridgeKind.Last, PairSizes.Of(encoder, decoder, read.SharedEmbedding, unread), default) { SharedEmbedding = read.SharedEmbedding };
        }
    }

    private static (Pair Pair, EquatableArray<Finding> Findings) Check(PairDeclaration declaration, CompilationEnvironment environment)
    {
        var findings = new Findings();
        TypeRules.Check(declaration.Type, Blame.Pair(), environment, findings);
        if (declaration.OtherAttribute is { } other)
        {
            findings.Add(Rules.TwoKinds, Blame.Pair(), declaration.Type.Level.Name, "EncoderDecoder", other);
        }

        var (encoder, decoder) = Sides(declaration, environment, findings);
        var bridge = (BridgeKind)declaration.Bridge;
        if (!Enum.IsDefined(typeof(BridgeKind), bridge))
        {
            ArgumentRules.RefuseValue(Blame.Pair("Bridge"), "EncoderDecoder", declaration.Bridge, "Bridge", ArgumentRules.Members<BridgeKind>(), findings);
            bridge = BridgeKind.Dense;
        }

        // What does not fit a side that has a mistake may follow from the mistake.
        var areSound = encoder.Model.Errors.Count == 0 && decoder.Model.Errors.Count == 0;
        var pair = new Pair(declaration.Type, encoder, decoder, bridge, PairSizes.Of(encoder, decoder, declaration.SharedEmbedding, areSound ? findings : new Findings()), default)
        {
            SharedEmbedding = declaration.SharedEmbedding,
        };
        if (areSound)
        {
            PairRules.Check(pair, findings);
        }

        PairRules.CheckMembers(pair, findings);

        // What C# could not read, C# has complained about; our own complaints would all follow from that.
        return declaration.IsIncomplete
            ? (pair with { Errors = new(["an attribute that does not compile"]) }, default)
            : (pair with { Errors = findings.Errors() }, findings.ToEquatableArray());
    }

    private static (Side Encoder, Side Decoder) Sides(PairDeclaration declaration, CompilationEnvironment environment, Findings findings)
    {
        var (encoder, decoder) = (declaration.Encoder, declaration.Decoder);
        if (IsOne(encoder, isDecoder: true) && IsOne(decoder, isDecoder: false))
        {
            findings.Add(Rules.NotAnEncoder, Blame.Pair("Encoder"), encoder.Display, "has [Decoder]",
                $"The encoder stands first: write [EncoderDecoder(typeof({decoder.Display}), typeof({encoder.Display}))].");
            (encoder, decoder) = (decoder, encoder);
        }

        var hidden = !encoder.IsSeen ? (encoder, "encoder", "Encoder") : !decoder.IsSeen ? (decoder, "decoder", "Decoder") : default((SideDeclaration Side, string Role, string Argument)?);
        if (hidden is { } side)
        {
            findings.Add(Rules.SideIsHidden, Blame.Pair(side.Argument), declaration.Type.Level.Name, side.Role, side.Side.Display);
        }

        return (Bind(encoder, isDecoder: false, declaration, environment, findings), Bind(decoder, isDecoder: true, declaration, environment, findings));
    }

    private static bool IsOne(SideDeclaration side, bool isDecoder) => side.Declaration is { IsModel: true, Kind: var kind } && kind == ModelKind.Decoder == isDecoder;

    private static Side Bind(SideDeclaration side, bool isDecoder, PairDeclaration pair, CompilationEnvironment environment, Findings findings)
    {
        var (rule, argument, kind) = isDecoder ? (Rules.NotADecoder, "Decoder", ModelKind.Decoder) : (Rules.NotAnEncoder, "Encoder", ModelKind.Encoder);
        if (side.Declaration is not { } declaration)
        {
            // Nothing is known of it: sequences stand for what it may be.
            findings.Add(rule, Blame.Pair(argument), side.Display, side.IsOpen ? "leaves its type parameters open" : "is no class",
                side.IsOpen ? "Write a type for each of them." : $"Name a class with {(isDecoder ? "[Decoder]" : "[Encoder] or [SequenceModel]")} and its layers.");
            return new Side(new Model(pair.Type, default, default, Errors: new([rule.Id])) { Kind = kind }, null, null, side.Display);
        }

        var (own, mistakes) = Binder.Bind(declaration, environment);
        var model = own;
        if (declaration is { IsModel: false, Layers.Count: > 0 } && side.IsSource)
        {
            // Which attribute is missing is said there.
            findings.AddSaidElsewhere($"{Rules.LayersWithoutModel.Id}: {Rules.LayersWithoutModel.Title.ToLowerInvariant()}");
            model = AsMeant();
        }
        else if (!IsOne(side, isDecoder))
        {
            findings.Add(rule, Blame.Pair(argument), side.Display,
                declaration.IsModel ? $"has [{declaration.Attribute}]" : isDecoder ? "has no [Decoder]" : "has neither [Encoder] nor [SequenceModel]",
                $"Put {(isDecoder ? "[Decoder]" : "[Encoder] or [SequenceModel]")} with its layers on that class, or name one that has it.");
            model = AsMeant();
        }
        else if (side.IsPair)
        {
            // One that is its own side has been reported as two kinds.
            if (declaration.Type == pair.Type)
            {
                findings.AddSaidElsewhere(Said(Rules.TwoKinds));
            }
            else
            {
                findings.Add(Rules.SideHasErrors, Blame.Pair(argument), side.Display, Said(Rules.TwoKinds));
            }
        }
        else if (side.IsAbstract)
        {
            findings.Add(rule, Blame.Pair(argument), side.Display, "is abstract, so that none can be made", "Remove abstract.");
        }
        else if (side.RequiredMember is { } member)
        {
            findings.Add(rule, Blame.Pair(argument), side.Display, $"has the required member '{member}', which the generated constructor cannot set", "Remove 'required'.");
        }
        else if (declaration.IsIncomplete)
        {
            findings.AddSaidElsewhere($"an attribute of '{side.Display}' that does not compile");
        }
        else if (mistakes.FirstOrDefault(mistake => mistake.Rule.Severity == RuleSeverity.Error && !IsOfProject(mistake) && (side.IsSource || IsSeenFromOutside(mistake))) is { } mistake)
        {
            findings.Add(Rules.SideHasErrors, Blame.Pair(argument), side.Display, Said(mistake.Rule));
        }
        else
        {
            model = model with { Errors = default };
        }

        var hasState = declaration.IsModel && !side.IsPair && own.HasState && declaration.Type.TakesParts && !(side.IsSource && declaration.Type.ByHand.Names.Contains("State"));
        return new Side(model, side.FullName, side.FullName is not null && hasState ? side.FullName + ".State" : null, side.Display)
        {
            Accessibility = side.IsSeen ? "public" : side.Accessibility,
        };

        // The side with the attribute that it lacks, so that the pair has the members that it was meant to have.
        Model AsMeant() => Binder.Bind(declaration with { IsModel = true, Kind = kind, OtherAttribute = null }, environment).Model with { Errors = new([rule.Id]) };
    }

    private static string Said(Rule rule) => $"{rule.Id}: {char.ToLowerInvariant(rule.Title[0])}{rule.Title.Substring(1)}";

    /// <summary>Whether a mistake is one of the whole project, which the pair has as well.</summary>
    private static bool IsOfProject(Finding mistake) =>
        mistake.Rule == Rules.LanguageTooOld || mistake.Rule == Rules.TorchSharpMissing || mistake.Rule == Rules.TorchSharpTooOld;

    /// <summary>
    /// Whether a mistake in a compiled class can be seen in what is left of it: its layers can be read, its parts, its base class's origin and what is
    /// private in it cannot.
    /// </summary>
    private static bool IsSeenFromOutside(Finding mistake) =>
        (mistake.Blame.Target == BlameTarget.Layer && mistake.Rule != Rules.ApplyNothing && mistake.Rule != Rules.ApplySignature && mistake.Rule != Rules.ModuleNotMade)
        || mistake.Rule == Rules.NoInput || mistake.Rule == Rules.NothingRecurrent;
}
