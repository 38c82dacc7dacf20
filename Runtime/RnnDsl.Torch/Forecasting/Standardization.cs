using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>Standardisation: scales each column to mean 0 and standard deviation 1, and back.</summary>
/// <param name="Means">The mean of each column.</param>
/// <param name="Deviations">
/// The standard deviation of each column over all values (divided by n), and 1 for a constant column. A column is constant if its deviation
/// is at most n · ε · |mean|, with ε = 2⁻⁵², the rounding error of a mean over n equal values (T. Chan, G. Golub and R. LeVeque,
/// "Algorithms for Computing the Sample Variance", 1983).
/// </param>
public sealed record Standardization(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>The distance from 1 to the next double.</summary>
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>The standardisation of some rows, usually those of the training split, so that nothing of the others leaks.</summary>
    /// <param name="values">[rows, columns]</param>
    /// <param name="rows">The rows.</param>
    public static Standardization Of(double[,] values, Range rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (start, length) = rows.GetOffsetAndLength(values.GetLength(0));
        var columns = Enumerable.Range(0, values.GetLength(1)).Select(column => Enumerable.Range(start, length).Select(row => values[row, column]).ToArray()).ToList();
        return new([.. columns.Select(static column => column.Average())], [.. columns.Select(Deviation)]);
    }

    /// <summary>The standardisation of some columns, by their indices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no column of an index.</exception>
    public Standardization Select(params IReadOnlyList<int> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Indices.Check([.. columns], Means.Count, "columns", nameof(columns));
        return new([.. columns.Select(column => Means[column])], [.. columns.Select(column => Deviations[column])]);
    }

    /// <summary>(x - mean) / deviation</summary>
    /// <param name="values">[..., columns]</param>
    /// <exception cref="ArgumentException">The number of columns differs.</exception>
    public Tensor Apply(Tensor values)
    {
        Check(values);
        using var scope = NewDisposeScope();
        return ((values - Row(Means, values)) / Row(Deviations, values)).MoveToOuterDisposeScope();
    }

    /// <summary>x · deviation + mean</summary>
    /// <param name="values">[..., columns]</param>
    /// <exception cref="ArgumentException">The number of columns differs.</exception>
    public Tensor Undo(Tensor values)
    {
        Check(values);
        using var scope = NewDisposeScope();
        return (values * Row(Deviations, values)).add(Row(Means, values), Scalars.One).MoveToOuterDisposeScope();
    }

    private static Tensor Row(IReadOnlyList<double> values, Tensor like) => tensor(values.ToArray(), dtype: like.dtype, device: like.device);

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

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Means), Means), (nameof(Deviations), Deviations));
}
