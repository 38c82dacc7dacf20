using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>The readout of a decoder. The function is the value of the enumeration; null for none.</summary>
internal sealed record ReadoutDeclaration(string? Name, SizeArgument Size, int? Function)
    : DecoderLayerDeclaration("Readout", Name)
{
    public bool Context { get; init; } = true;

    public bool Token { get; init; } = true;

    public override IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];

    private ReadoutFunction BoundFunction => Function switch
    {
        null => ReadoutFunction.None,
        (int)ActivationFunction.Maxout => ReadoutFunction.Maxout,
        _ => ReadoutFunction.Tanh,
    };

    public static ReadoutDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Size(0), arguments.Positional<int?>(1, null))
    {
        Context = arguments.Named("Context", true),
        Token = arguments.Named("Token", true),
    };

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);
        var size = flow[Size];
        var attention = flow.Above.Select(bound => bound.Layer).OfType<AttentionLayer>().FirstOrDefault();
        var context = flow.Above.FirstOrDefault(bound => bound.Layer is ContextLayer);
        var isContextAboveCell = context?.Index < flow.Above.LastOrDefault(bound => bound.Layer.IsRecurrent)?.Index;

        // The context of an attention below the cells, and a summary below them, are part of the input already.
        var addsContext = Context && attention is { QueryOf: not null };
        var addsSummary = Context && isContextAboveCell;
        var inputSize = current.FeatureCount() + (addsContext ? attention!.ContextSize : 0) + (addsSummary ? MemorySizes.SummaryFeatures : 0) + (Token ? flow.Token : 0);
        return flow.Add(new ReadoutLayer(flow.Key, current, current.WithFeatures(size), inputSize, size, BoundFunction)
        {
            AddsContext = addsContext,
            AddsSummary = addsSummary,
            HasContext = attention is { QueryOf: null } || (context is not null && !isContextAboveCell),
            AddsToken = Token,
            IsFedBack = flow.Outline.Feeds && flow.Index == flow.Outline.ReadoutIndex,
        });
    }
}

/// <summary>The readout of a decoder.</summary>
/// <param name="InputSize">The size of state, context and token together.</param>
/// <param name="Size">The size of the output.</param>
internal sealed record ReadoutLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial Size, ReadoutFunction Function)
    : DecoderLayer(Key, Input, Output, (Function == ReadoutFunction.Maxout ? 2 : 1) * Size * (InputSize + 1))
{
    /// <summary>Whether the context vector of an attention is a separate input.</summary>
    public bool AddsContext { get; init; }

    /// <summary>Whether the summary vector of the source is a separate input.</summary>
    public bool AddsSummary { get; init; }

    /// <summary>Whether the input contains a context.</summary>
    public bool HasContext { get; init; }

    /// <summary>Whether the token is an input.</summary>
    public bool AddsToken { get; init; }

    /// <summary>Whether the output is an input of the next step.</summary>
    public bool IsFedBack { get; init; }

    /// <summary>The inputs, as notes print them.</summary>
    public string Parts => string.Join(", ", new[]
    {
        "state",
        AddsContext || HasContext || AddsSummary ? "context" : null,
        AddsSummary && (AddsContext || HasContext) ? "summary" : null,
        AddsToken ? "token" : null,
    }.Where(part => part is not null));

    public override IEnumerable<Operation> Operations => [Operation];

    public override string Note => $"of {Parts}{(Function == ReadoutFunction.None ? "" : $", {Function.ToString().ToLowerInvariant()}")}";

    public override string Summary => $"Linear layer, {InputSize} → {Operation.ProjectionSize}, with bias.";

    public override ActivationFunction? Bounds => Function == ReadoutFunction.Tanh ? ActivationFunction.Tanh : null;

    private ReadoutOperation Operation => new(InputSize, Size, Function) { AddsContext = AddsContext, AddsSummary = AddsSummary, AddsToken = AddsToken, IsFedBack = IsFedBack, Parts = Parts };
}
