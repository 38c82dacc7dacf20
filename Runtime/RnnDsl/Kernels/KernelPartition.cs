namespace RnnDsl.Kernels;

/// <summary>
/// Divides (direction, rows) among workers: every direction into equally many parts, every worker the same number of consecutive parts. It depends on the sizes alone, not on which
/// thread has time.
/// </summary>
/// <param name="Rows">The rows of a direction.</param>
/// <param name="Directions">The directions.</param>
/// <param name="Workers">The workers.</param>
internal readonly record struct KernelPartition(int Rows, int Directions, int Workers)
{
    /// <summary>The parts of a worker.</summary>
    private int PartsOfWorker => Directions / Divisor;

    /// <summary>The parts of a direction.</summary>
    private int PartsOfDirection => Workers / Divisor;

    private int Divisor => GreatestCommonDivisor(Workers, Directions);

    /// <summary>Does the parts of a worker, one after the other.</summary>
    public void Run(int worker, KernelWork work)
    {
        var parts = PartsOfDirection;
        for (var i = 0; i < PartsOfWorker; i++)
        {
            var (direction, part) = Math.DivRem(((long)worker * PartsOfWorker) + i, parts);
            var first = FirstRow((int)part, parts);
            var count = FirstRow((int)part + 1, parts) - first;
            if (count > 0)
                work(worker, first, count, (int)direction);
        }
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private int FirstRow(int part, int parts) => (int)((long)Rows * part / parts);
}
