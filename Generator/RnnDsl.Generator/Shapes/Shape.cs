namespace RnnDsl.Generator.Shapes;

/// <summary>What flows between two layers; the batch always comes first.</summary>
internal abstract record Shape
{
    /// <summary>The shape as it is when one time step runs alone.</summary>
    public abstract Shape Step { get; }
}

/// <summary>Token ids: [batch, time], or [batch] in a step.</summary>
internal sealed record TokenShape(bool HasTime = true) : Shape
{
    public override Shape Step => new TokenShape(HasTime: false);

    public override string ToString() => HasTime ? "[batch, time]" : "[batch]";
}

/// <summary>A vector at each step: [batch, time, features].</summary>
internal sealed record SequenceShape(Polynomial Features) : Shape
{
    public override Shape Step => new VectorShape(Features);

    public override string ToString() => $"[batch, time, {Features}]";
}

/// <summary>One vector: [batch, features].</summary>
internal sealed record VectorShape(Polynomial Features) : Shape
{
    public override Shape Step => this;

    public override string ToString() => $"[batch, {Features}]";
}
