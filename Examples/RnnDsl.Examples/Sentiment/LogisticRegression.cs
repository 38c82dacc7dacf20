namespace RnnDsl.Examples.Sentiment;

/// <summary>
/// Logistic regression over binary features with L2 regularisation. The objective is convex; Newton's method with conjugate gradients minimises it
/// (C.-J. Lin, R. Weng and S. Keerthi, "Trust Region Newton Method for Large-Scale Logistic Regression", JMLR 2008, here with a line search).
/// </summary>
internal sealed class LogisticRegression
{
    private const int MaximumSteps = 50;
    private const int MaximumProducts = 100;

    // Relative to the norm of the initial gradient.
    private const double Tolerance = 1e-4;

    private readonly double[] _weights;

    private LogisticRegression(double[] weights) => _weights = weights;

    /// <param name="rows">The features present in each example, from 1; feature 0 is the bias, which is not regularised.</param>
    /// <param name="labels">Whether each example is positive.</param>
    /// <param name="features">Number of features, bias included.</param>
    /// <param name="penalty">λ of the term λ/2 · ‖w‖² that is added to the mean loss.</param>
    public static LogisticRegression Fit(IReadOnlyList<int[]> rows, IReadOnlyList<bool> labels, int features, double penalty)
    {
        var problem = new Problem(rows, labels, penalty);
        var weights = new double[features];
        var (loss, gradient, curvature) = problem.At(weights);
        var target = Tolerance * Norm(gradient);
        for (var step = 0; step < MaximumSteps && Norm(gradient) > target; step++)
        {
            var direction = problem.NewtonStep(gradient, curvature);
            var decrease = Dot(gradient, direction);
            for (var length = 1.0; ; length /= 2)
            {
                var candidate = Sum(weights, length, direction);
                var next = problem.At(candidate);
                if (next.Loss > loss + (1e-4 * length * decrease) && length > 1e-10)
                    continue;
                (weights, loss, gradient, curvature) = (candidate, next.Loss, next.Gradient, next.Curvature);
                break;
            }
        }
        return new(weights);
    }

    /// <summary>Log-odds that an example is positive.</summary>
    public double Score(int[] row) => Score(row, _weights);

    private static double Score(int[] row, double[] weights)
    {
        var score = weights[0];
        foreach (var feature in row)
            score += weights[feature];
        return score;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0d;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    private static double[] Sum(double[] a, double factor, double[] b)
    {
        var sum = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
            sum[i] = a[i] + (factor * b[i]);
        return sum;
    }

    private sealed class Problem(IReadOnlyList<int[]> rows, IReadOnlyList<bool> labels, double penalty)
    {
        /// <summary>The loss, its gradient [features], and the second derivative of each example's loss by its score [examples].</summary>
        public (double Loss, double[] Gradient, double[] Curvature) At(double[] weights)
        {
            var (loss, gradient, curvature) = (0d, new double[weights.Length], new double[rows.Count]);
            for (var i = 0; i < rows.Count; i++)
            {
                var score = Score(rows[i], weights);
                var margin = labels[i] ? score : -score;
                loss += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
                var probability = 1 / (1 + Math.Exp(-score));
                curvature[i] = probability * (1 - probability) / rows.Count;
                Add(gradient, rows[i], (probability - (labels[i] ? 1 : 0)) / rows.Count);
            }
            for (var feature = 1; feature < weights.Length; feature++)
                gradient[feature] += penalty * weights[feature];
            return ((loss / rows.Count) + (penalty / 2 * (Dot(weights, weights) - (weights[0] * weights[0]))), gradient, curvature);
        }

        /// <summary>The Newton step −H⁻¹g, by truncated conjugate gradients.</summary>
        public double[] NewtonStep(double[] gradient, double[] curvature)
        {
            var step = new double[gradient.Length];
            var residual = Array.ConvertAll(gradient, static value => -value);
            var direction = (double[])residual.Clone();
            var square = Dot(residual, residual);
            var target = 0.01 * square;
            for (var product = 0; product < MaximumProducts && square > target; product++)
            {
                var curved = Curve(direction, curvature);
                var length = square / Dot(direction, curved);
                step = Sum(step, length, direction);
                residual = Sum(residual, -length, curved);
                var before = square;
                square = Dot(residual, residual);
                direction = Sum(residual, square / before, direction);
            }
            return step;
        }

        /// <summary>The Hessian-vector product.</summary>
        private double[] Curve(double[] direction, double[] curvature)
        {
            var product = Array.ConvertAll(direction, value => penalty * value);
            product[0] = 0;
            for (var i = 0; i < rows.Count; i++)
                Add(product, rows[i], curvature[i] * Score(rows[i], direction));
            return product;
        }

        private static void Add(double[] sums, int[] row, double value)
        {
            sums[0] += value;
            foreach (var feature in row)
                sums[feature] += value;
        }
    }
}
