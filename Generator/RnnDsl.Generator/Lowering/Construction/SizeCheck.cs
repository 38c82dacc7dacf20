using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>A condition that the constructor checks of its sizes.</summary>
internal abstract record SizeCheck;

/// <summary>The parameter is at least 1.</summary>
internal sealed record PositiveSize(string Parameter) : SizeCheck;

/// <summary>A size is at least a number greater than 1.</summary>
internal sealed record LeastSize(Polynomial Size, long Least) : SizeCheck;

/// <summary>The blank of a connectionist temporal classification is one of the labels.</summary>
internal sealed record BlankAmongLabels(long Blank, Polynomial Labels) : SizeCheck;

/// <summary>The projection of a hidden state is shorter than the state.</summary>
internal sealed record ShorterProjection(Polynomial Projection, Polynomial HiddenSize) : SizeCheck;
