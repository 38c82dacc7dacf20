namespace RnnDsl.Benchmarks;

/// <summary>How large a layer and its sequences are.</summary>
internal sealed record LayerSizes(int Batch, int Time, int Hidden)
{
    public override string ToString() => $"{Batch} × {Time} × {Hidden}";
}
