using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>Attention over the encoder's memory. The score is the value of the enumeration; with a cast, any integer.</summary>
internal sealed record AttentionDeclaration(string? Name, int Score, SizeArgument? Size)
    : DecoderLayerDeclaration("Attention", Name)
{
    /// <summary>Null if it is not given; likewise <see cref="Filters"/> and <see cref="Width"/>.</summary>
    public int? Heads { get; init; }

    public bool InputFeeding { get; init; }

    public bool Coverage { get; init; }

    public int? Filters { get; init; }

    public int? Width { get; init; }

    public override IEnumerable<SizeOfLayer> Sizes => Size is null ? [] : [new(Size, "size", "Size")];

    public static AttentionDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Positional(0, 0), arguments.OptionalSize(1, "Size"))
    {
        Heads = arguments.Named<int?>("Heads", null),
        InputFeeding = arguments.Named("InputFeeding", false),
        Coverage = arguments.Named("Coverage", false),
        Filters = arguments.Named<int?>("Filters", null),
        Width = arguments.Named<int?>("Width", null),
    };

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);

        // A second attention has been reported.
        if (flow.Index != flow.Outline.AttentionIndex)
        {
            return current;
        }

        var score = Enum.IsDefined(typeof(AttentionScoreKind), Score) ? (AttentionScoreKind)Score : AttentionScoreKind.Additive;
        var size = Size is { } written ? flow[written] : default(Polynomial?);
        var query = flow.Outline.BeforeCell ? StateSize(flow, (RecurrentLayerDeclaration)flow.Declared[flow.Outline.AttentionRecurrence]) : current.FeatureCount();
        var layer = new AttentionLayer(flow.Key, current, current.WithFeatures(current.FeatureCount() + AttentionLayer.ContextSizeOf(score, size)), score, query, size)
        {
            QueryOf = flow.Outline.BeforeCell ? flow.KeyOf(flow.Outline.AttentionRecurrence) : null,
            Heads = score == AttentionScoreKind.MultiHead ? Math.Max(Heads ?? 4, 1) : 0,
            InputFeeding = flow.Outline.Feeds,
            Coverage = Coverage,
            Filters = score == AttentionScoreKind.LocationAware ? Math.Max(Filters ?? 32, 1) : 0,
            Width = Math.Max(Width ?? 31, 1),
        };
        return flow.Add(layer with { ParameterCount = layer.Count() });
    }

    private static Polynomial StateSize(ILayerFlow flow, RecurrentLayerDeclaration recurrent) => flow[recurrent.ProjectionSize ?? recurrent.HiddenSize];
}

/// <summary>Attention over the encoder's memory.</summary>
/// <param name="QuerySize">The size of the query.</param>
/// <param name="Size">The size of v, or of all heads together; null if the score has none.</param>
internal sealed record AttentionLayer(string Key, Shape Input, Shape Output, AttentionScoreKind Score, Polynomial QuerySize, Polynomial? Size)
    : DecoderLayer(Key, Input, Output, 0)
{
    /// <summary>The recurrent layer whose previous hidden state is the query; null if the query is the input.</summary>
    public string? QueryOf { get; init; }

    public long Heads { get; init; }

    public bool InputFeeding { get; init; }

    public bool Coverage { get; init; }

    /// <summary>For a score with the previous attention weights, else 0.</summary>
    public long Filters { get; init; }

    public long Width { get; init; }

    /// <summary>The number of features of a context vector.</summary>
    public Polynomial ContextSize => ContextSizeOf(Score, Size);

    /// <summary>The attention scores of a memory m with a query q, as a paper prints them.</summary>
    public string Formula => Score switch
    {
        AttentionScoreKind.Dot => "q · m",
        AttentionScoreKind.ScaledDot => "q · m / √size",
        AttentionScoreKind.General => "q · W m",
        AttentionScoreKind.MultiHead => $"{Messages.Number(Heads)} heads of (W q) · (U m) / √size",
        AttentionScoreKind.Concat => $"v · tanh(W [q, m]{PreviousWeightTerms} + b)",
        _ => $"v · tanh(W q + U m{PreviousWeightTerms} + b)",
    };

    public override IEnumerable<Operation> Operations =>
    [
        Operation with { Formula = Formula, Heads = Heads, Coverage = Coverage, Filters = Filters, Width = Width },
    ];

    public override string Note =>
        $"{Formula}, {(QueryOf is null ? "query: current hidden state" : "query: previous hidden state")}{(InputFeeding ? ", input feeding" : "")}";

    public override string Summary => $"Attention over the source positions, {Note}.";

    public override IEnumerable<Polynomial> StoredSizes => [MemorySizes.Features];

    private AttentionOperation Operation => QueryOf is { } recurrence
        ? new PreviousStateAttentionOperation(recurrence, Score, QuerySize, MemorySizes.Features, Size, ContextSize)
        : new CurrentStateAttentionOperation(Score, QuerySize, MemorySizes.Features, Size, ContextSize);

    private string PreviousWeightTerms => (Coverage ? " + w coverage" : "") + (Filters > 0 ? " + V f" : "");

    public static Polynomial ContextSizeOf(AttentionScoreKind score, Polynomial? size) => score == AttentionScoreKind.MultiHead && size is { } width ? width : MemorySizes.Features;

    /// <summary>The number of parameters.</summary>
    public Polynomial Count() => (Score, Size) switch
    {
        (AttentionScoreKind.General, _) => QuerySize * MemorySizes.Features,
        (AttentionScoreKind.MultiHead, { } size) => size * (QuerySize + (2 * MemorySizes.Features) + size + 4),
        (_, { } size) => (size * (QuerySize + MemorySizes.Features + 2)) + (Coverage ? size : 0) + (Filters * (Width + size)),
        _ => 0,
    };
}
