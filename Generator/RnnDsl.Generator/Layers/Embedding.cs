using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record EmbeddingDeclaration(string? Name, SizeArgument Vocabulary, SizeArgument Features)
    : InputDeclaration("Embedding", Name)
{
    /// <summary>The padding token, whose row stays zero; -1 for none.</summary>
    public int PaddingIndex { get; init; } = -1;

    /// <summary>Embedding dropout: the probability with which a token is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the constructor takes the initial values of the table.</summary>
    public bool Pretrained { get; init; }

    /// <summary>Whether the table is not trained.</summary>
    public bool Frozen { get; init; }

    public override IEnumerable<SizeOfLayer> Sizes => [new(Vocabulary, "vocabulary size", "Vocabulary"), new(Features, "size", "Features")];

    public override LookAhead? LooksAhead => null;

    public static EmbeddingDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Size(0), arguments.Size(1))
    {
        PaddingIndex = arguments.Named("PaddingIndex", -1),
        Dropout = arguments.Named("Dropout", 0.0),
        Pretrained = arguments.Named("Pretrained", false),
        Frozen = arguments.Named("Frozen", false),
    };

    public override void Check(ILayerChecks checks)
    {
        checks.Probability(Dropout, "dropout", "Dropout");
        var vocabulary = checks.Known(Vocabulary) ?? long.MaxValue;
        if (PaddingIndex < -1 || PaddingIndex >= vocabulary)
        {
            checks.Report(Rules.PaddingIndexRange, "PaddingIndex", Messages.Number(PaddingIndex),
                PaddingIndex < -1 ? "tokens are counted from 0"
                    : $"the table has {Messages.Count(vocabulary, "row")}{SizeArgument.ByDefault(Vocabulary)}, so its {(vocabulary == 1 ? "one token is 0" : $"tokens are 0 to {Messages.Number(vocabulary - 1)}")}");
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input) => flow.Add(new EmbeddingLayer(flow.Key, flow[Vocabulary], flow[Features])
    {
        PaddingIndex = PaddingIndex < 0 ? null : PaddingIndex,
        Dropout = Dropout,
        Pretrained = Pretrained,
        Frozen = Frozen,
    });
}

internal sealed record EmbeddingLayer(string Key, Polynomial Vocabulary, Polynomial Features)
    : StatelessLayer(Key, new TokenShape(), new SequenceShape(Features), Vocabulary * Features)
{
    /// <summary>The padding token, whose row stays zero; null for none.</summary>
    public long? PaddingIndex { get; init; }

    /// <summary>Embedding dropout: the probability with which a token is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the constructor takes the initial values of the table.</summary>
    public bool Pretrained { get; init; }

    /// <summary>Whether the table is not trained.</summary>
    public bool Frozen { get; init; }

    /// <summary>The constructor's parameter for the initial values of the table.</summary>
    public string VectorsParameter => Common.Identifiers.ToCamelCase(Property) + "Vectors";

    /// <summary>The parameter of a decoder's constructor for a shared table.</summary>
    public string SharedParameter => "shared" + Property;

    public override IEnumerable<Operation> Operations => [new LookupOperation(Vocabulary, Features) { PaddingIndex = PaddingIndex, Dropout = Dropout }];

    public override string Note => string.Join(", ", Notes());

    public override string Summary => $"Embedding, {Vocabulary} tokens → {Features} features.";

    public override string? WhyNoStep => null;

    private IEnumerable<string> Notes()
    {
        if (PaddingIndex is { } row)
        {
            yield return $"token {Messages.Number(row)} is padding";
        }

        if (Dropout > 0)
        {
            yield return $"word dropout p = {Messages.Number(Dropout)}";
        }

        if (Pretrained)
        {
            yield return "pretrained";
        }

        if (Frozen)
        {
            yield return "frozen";
        }
    }
}
