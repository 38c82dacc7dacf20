namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Functions of one number and of whole rows.</summary>
internal static class RowFunctions
{
    /// <summary>The number that layer normalisation adds to the variance.</summary>
    private const double Epsilon = 1e-5;

    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    public static double Relu(double value) => Math.Max(value, 0);

    /// <summary>The remainder with the sign of the modulus.</summary>
    public static double Remainder(double value, double modulus) => value % modulus is var rest && rest != 0 && (rest < 0) != (modulus < 0) ? rest + modulus : rest;

    /// <summary>log(1 + exp(value)), without an overflow.</summary>
    public static double Softplus(double value) => Math.Max(value, 0) + Math.Log(1 + Math.Exp(-Math.Abs(value)));

    /// <summary>2/√π ∫ exp(-u²) du from 0 to the value, by Simpson's rule.</summary>
    public static double Erf(double value)
    {
        const int Intervals = 2000;
        var (step, sum) = (Math.Clamp(value, -6, 6) / Intervals, 0.0);
        for (var i = 0; i <= Intervals; i++)
        {
            var u = i * step;
            sum += (i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-u * u);
        }

        return double.IsNaN(value) ? value : 2 / Math.Sqrt(Math.PI) * sum * step / 3;
    }

    /// <summary>Softmax over the columns.</summary>
    public static Rows Softmax(this Rows rows) => rows.ByRow(static row =>
    {
        var exponentials = Array.ConvertAll(row, value => Math.Exp(value - row.Max()));
        return Array.ConvertAll(exponentials, value => value / exponentials.Sum());
    });

    /// <summary>Mean 0 and variance 1 over the columns of each of so many blocks.</summary>
    public static Rows Normalise(this Rows rows, int blocks = 1) => Rows.Join([.. rows.Blocks(blocks).Select(static block => block.ByRow(static row =>
    {
        var (mean, scale) = (row.Average(), ScaleOf(row));
        return Array.ConvertAll(row, value => (value - mean) * scale);
    }))]);

    /// <summary>The gradient of the operand of a softmax.</summary>
    public static Rows SoftmaxBackward(Rows softmax, Rows gradient)
    {
        var product = gradient * softmax;
        return product - (softmax * product.RowSums());
    }

    /// <summary>The gradient of the operand of a normalisation.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="gradient">The gradient of the normalised values, before gain and bias.</param>
    /// <param name="blocks">The number of blocks with a mean and a variance each.</param>
    public static Rows NormaliseBackward(Rows operand, Rows gradient, int blocks) =>
        Rows.Join([.. operand.Blocks(blocks).Zip(gradient.Blocks(blocks), static (values, gradients) =>
        {
            // ∂x = (∂n - mean(∂n) - n ⊙ mean(∂n ⊙ n)) / deviation
            var normal = values.Normalise();
            var scale = values.ByRow(static row => [ScaleOf(row)]);
            var share = 1.0 / values.Width;
            return scale * (gradients - (share * gradients.RowSums()) - (normal * (share * (gradients * normal).RowSums())));
        })]);

    private static double ScaleOf(double[] row) => 1 / Math.Sqrt(row.Average(value => Math.Pow(value - row.Average(), 2)) + Epsilon);

    private static Rows RowSums(this Rows rows) => rows.ByRow(static row => [row.Sum()]);

    private static IEnumerable<Rows> Blocks(this Rows rows, int blocks)
    {
        var width = rows.Width / blocks;
        return Enumerable.Range(0, blocks).Select(block => rows.Columns(block * width, width));
    }

    private static Rows ByRow(this Rows rows, Func<double[], double[]> function)
    {
        var results = Enumerable.Range(0, rows.Count).Select(row => function(rows.Part(row, 1).Values)).ToList();
        var result = new Rows(rows.Count, results[0].Length);
        results.SelectMany(static row => row).ToArray().CopyTo(result.Values, 0);
        return result;
    }
}
