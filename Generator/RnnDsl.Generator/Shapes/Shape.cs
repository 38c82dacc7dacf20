namespace RnnDsl.Generator.Shapes;

/// <summary>The shape of a tensor between two layers; the batch is the first dimension.</summary>
internal abstract record Shape
{
    /// <summary>The shape in a single time step.</summary>
    public abstract Shape Step { get; }

    /// <summary>The sizes that the declaration determines.</summary>
    public abstract IEnumerable<Polynomial> Sizes { get; }

    /// <summary>The shape in brackets, with its sizes as a function prints them.</summary>
    public abstract string Print(Func<Polynomial, string> size);

    public sealed override string ToString() => Print(static size => size.ToString());
}

/// <summary>Token ids: [batch, time], or [batch] in a step.</summary>
internal sealed record TokenShape(bool HasTime = true) : Shape
{
    public override Shape Step => new TokenShape(HasTime: false);

    public override IEnumerable<Polynomial> Sizes => [];

    public override string Print(Func<Polynomial, string> size) => HasTime ? "[batch, time]" : "[batch]";
}

/// <summary>A vector at each step: [batch, time, features].</summary>
internal sealed record SequenceShape(Polynomial Features) : Shape
{
    /// <summary>The number of steps.</summary>
    public TimeExtent Time { get; init; } = TimeExtent.Whole;

    public override Shape Step => new VectorShape(Features);

    public override IEnumerable<Polynomial> Sizes => Time.Steps is { } steps ? [steps, Features] : [Features];

    public override string Print(Func<Polynomial, string> size) => $"[batch, {(Time.Steps is { } steps ? size(steps) : Time.ToString())}, {size(Features)}]";
}

/// <summary>One vector: [batch, features].</summary>
internal sealed record VectorShape(Polynomial Features) : Shape
{
    public override Shape Step => this;

    public override IEnumerable<Polynomial> Sizes => [Features];

    public override string Print(Func<Polynomial, string> size) => $"[batch, {size(Features)}]";
}

/// <summary>An image: [batch, channels, height, width].</summary>
internal sealed record ImageShape(Polynomial Channels, Polynomial Height, Polynomial Width) : Shape
{
    public override Shape Step => this;

    public override IEnumerable<Polynomial> Sizes => [Channels, Height, Width];

    public override string Print(Func<Polynomial, string> size) => $"[batch, {size(Channels)}, {size(Height)}, {size(Width)}]";
}

/// <summary>The number of valid steps of each sequence: [batch].</summary>
internal sealed record LengthsShape : Shape
{
    public override Shape Step => this;

    public override IEnumerable<Polynomial> Sizes => [];

    public override string Print(Func<Polynomial, string> size) => "[batch]";
}

/// <summary>A state of all layers and directions: [layers × directions, batch, size].</summary>
/// <param name="Rows">The number of layers times directions.</param>
/// <param name="Size">The last dimension; null for the number of source positions.</param>
internal sealed record StateShape(int Rows, Polynomial? Size) : Shape
{
    public override Shape Step => this;

    public override IEnumerable<Polynomial> Sizes => Size is { } size ? [size] : [];

    public override string Print(Func<Polynomial, string> size) => $"[{(Polynomial)Rows}, batch, {(Size is { } last ? size(last) : "positions")}]";
}
