using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Joins an encoder and a decoder, and says what is wrong between them.</summary>
internal static class PairBinder
{
    /// <summary>Binds a declaration. There is a pair wherever both sides are models, so that one mistake is not followed by missing members.</summary>
    public static (Pair? Pair, EquatableArray<Finding> Findings) Bind(PairDeclaration declaration, CompilationEnvironment environment)
    {
        if (declaration.IsIncomplete)
        {
            return (null, default);
        }

        var findings = new Findings();
        TypeRules.Check(declaration.Type, Blame.Pair(), environment, findings);
        if (declaration.OtherAttribute is { } other)
        {
            findings.Add(Rules.TwoKinds, Blame.Pair(), declaration.Type.Level.Name, "EncoderDecoder", other);
        }

        var encoder = Bind(declaration.Encoder, isDecoder: false, environment, findings);
        var decoder = Bind(declaration.Decoder, isDecoder: true, environment, findings);
        if (encoder is null || decoder is null)
        {
            return (null, findings.ToEquatableArray());
        }

        var bridge = (BridgeKind)declaration.Bridge;
        if (!Enum.IsDefined(typeof(BridgeKind), bridge))
        {
            findings.Add(Rules.UnknownValue, Blame.Pair("Bridge"), "EncoderDecoder", Messages.Number(declaration.Bridge), "Bridge", ArgumentRules.Members<BridgeKind>());
            bridge = BridgeKind.Dense;
        }

        var pair = new Pair(declaration.Type, encoder, decoder, bridge, PairSizes.Of(encoder, decoder, declaration.SharedEmbedding, findings), default)
        {
            SharedEmbedding = declaration.SharedEmbedding,
        };
        if (encoder.Model.Errors.Count == 0 && decoder.Model.Errors.Count == 0)
        {
            PairRules.Check(pair, findings);
        }

        PairRules.CheckMembers(pair, findings);
        return (pair with { Errors = findings.Errors() }, findings.ToEquatableArray());
    }

    private static Side? Bind(SideDeclaration side, bool isDecoder, CompilationEnvironment environment, Findings findings)
    {
        var (rule, argument) = isDecoder ? (Rules.NotADecoder, "Decoder") : (Rules.NotAnEncoder, "Encoder");
        if (side.Declaration is not { IsModel: true } declaration)
        {
            findings.Add(rule, Blame.Pair(argument), side.Display,
                side.Declaration is not null ? isDecoder ? "has no [Decoder]" : "has neither [Encoder] nor [SequenceModel]" : "is no class that can be made");
            return null;
        }

        if (declaration.Kind == ModelKind.Decoder != isDecoder)
        {
            findings.Add(rule, Blame.Pair(argument), side.Display, $"has [{declaration.Attribute}]");
            return null;
        }

        var (model, mistakes) = Binder.Bind(declaration, environment);
        if (!side.IsSource)
        {
            // It has been compiled where it stands, and what can be seen of it from here is not what it was declared as.
            model = model with { Errors = default };
        }
        else if (mistakes.FirstOrDefault(mistake => mistake.Rule.Severity == RuleSeverity.Error) is { } mistake)
        {
            findings.Add(Rules.SideHasErrors, Blame.Pair(argument), side.Display, $"{mistake.Rule.Id}, {mistake.Rule.Title}.");
        }

        return new Side(model, side.FullName, side.Display);
    }
}
