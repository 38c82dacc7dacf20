using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Brings each column to a mean of 0 and a standard deviation of 1, and back.</summary>
/// <param name="Means">Of each column.</param>
/// <param name="Deviations">
/// Of each column: the standard deviation of all values there are (divided by n), and 1 for a column that never changes. A column does not change where its deviation
/// is at most n · ε · |mean|, with ε = 2⁻⁵²: that much is left by rounding when a mean is summed over n equal values (T. Chan, G. Golub and R. LeVeque,
/// "Algorithms for Computing the Sample Variance", 1983).
/// </param>
public sealed record Standardization(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>The distance from 1 to the next double.</summary>
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Of some rows: those that are learned from, so that nothing of the others is known.</summary>
    /// <param name="values">[rows, columns]</param>
    /// <param name="rows">Which rows.</param>
    public static Standardization Of(double[,] values, Range rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (start, length) = rows.GetOffsetAndLength(values.GetLength(0));
        var columns = Enumerable.Range(0, values.GetLength(1)).Select(column => Enumerable.Range(start, length).Select(row => values[row, column]).ToArray()).ToList();
        return new([.. columns.Select(static column => column.Average())], [.. columns.Select(Deviation)]);
    }

    /// <summary>Of some of the columns, by their numbers.</summary>
    public Standardization Select(params IReadOnlyList<int> columns) =>
        new([.. columns.Select(column => Means[column])], [.. columns.Select(column => Deviations[column])]);

    /// <summary>(x - mean) / deviation</summary>
    /// <param name="values">[..., columns]</param>
    /// <exception cref="ArgumentException">There are more or fewer columns.</exception>
    public Tensor Apply(Tensor values)
    {
        Check(values);
        using var scope = NewDisposeScope();
        return ((values - Row(Means, values)) / Row(Deviations, values)).MoveToOuterDisposeScope();
    }

    /// <summary>x · deviation + mean</summary>
    /// <param name="values">[..., columns]</param>
    /// <exception cref="ArgumentException">There are more or fewer columns.</exception>
    public Tensor Undo(Tensor values)
    {
        Check(values);
        using var scope = NewDisposeScope();
        return (values * Row(Deviations, values)).add(Row(Means, values), Scalars.One).MoveToOuterDisposeScope();
    }

    private static Tensor Row(IReadOnlyList<double> numbers, Tensor like) => tensor(numbers.ToArray(), dtype: like.dtype, device: like.device);

    private static double Deviation(double[] column)
    {
        var mean = column.Average();
        var deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        return deviation > column.Length * MachineEpsilon * Math.Abs(mean) ? deviation : 1;
    }

    private void Check(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() == 0 || values.size(-1) != Means.Count)
            throw new ArgumentException($"Values of {Means.Count.Invariant()} columns are [..., {Means.Count.Invariant()}]; these are [{string.Join(", ", values.shape)}].", nameof(values));
    }
}
