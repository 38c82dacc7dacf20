namespace RnnDsl.Benchmarks.Measuring;

/// <summary>
/// Runs contenders side by side in one process, turn by turn (A B A B ...), so that whatever else the machine does meets all of
/// them alike. A round's figure is the median of its turns, or the lowest; what is compared are the figures of the same round.
/// </summary>
internal static class Race
{
    /// <summary>One contender's figures, and how its time stands to the first contender's.</summary>
    /// <param name="Name">The contender.</param>
    /// <param name="Time">The median over all rounds, for one step.</param>
    /// <param name="Ratio">The median of the rounds' ratios to the first contender; 1 for itself.</param>
    /// <param name="LowestRatio">The lowest of them.</param>
    /// <param name="HighestRatio">The highest of them.</param>
    /// <param name="Bytes">Managed bytes allocated by one step.</param>
    /// <param name="Rounds">The rounds' times, in seconds.</param>
    internal sealed record Result(string Name, TimeSpan Time, double Ratio, double LowestRatio, double HighestRatio, double Bytes, double[] Rounds)
    {
        /// <summary>How its time stands to that of another contender than the first: the median of the rounds' ratios.</summary>
        public double RatioTo(Result other) => Statistics.Median([.. Rounds.Zip(other.Rounds, (time, of) => time / of)]);
    }

    /// <summary>The race that runs, for a profiler; <c>null</c> for all. Others have no times.</summary>
    public static string? OnlyRace { get; set; }

    /// <summary>The contender that runs, for a profiler; <c>null</c> for all. Others have no times.</summary>
    public static string? OnlyContender { get; set; }

    /// <param name="name">What the contenders compute, for the record.</param>
    /// <param name="contenders">All of them; ratios are to the first.</param>
    /// <param name="rounds">How many ratios are taken.</param>
    /// <param name="turns">How often each contender comes to turn in a round.</param>
    /// <param name="warmUp">Calls of each before anything is measured.</param>
    /// <param name="lowest">Whether a round's figure is the lowest of its turns: for work of microseconds, which other work of the machine either meets or does not.</param>
    public static IReadOnlyList<Result> Run(string name, IReadOnlyList<Contender> contenders, int rounds, int turns, int warmUp = 2, bool lowest = false)
    {
        if (OnlyRace is not null || OnlyContender is not null)
        {
            contenders = [.. contenders.Select(contender => IsChosen(name, contender) ? contender : contender with { Work = static () => { } })];
        }

        for (var i = 0; i < warmUp; i++)
        {
            foreach (var contender in contenders)
            {
                contender.Work();
            }
        }

        var medians = contenders.Select(_ => new double[rounds]).ToArray();
        var bytes = new long[contenders.Count];
        for (var round = 0; round < rounds; round++)
        {
            var times = contenders.Select(_ => new double[turns]).ToArray();
            for (var turn = 0; turn < turns; turn++)
            {
                for (var i = 0; i < contenders.Count; i++)
                {
                    // Who comes first is not always the same: the first finds the caches as the last one left them.
                    var next = (i + turn + round) % contenders.Count;
                    var allocated = GC.GetAllocatedBytesForCurrentThread();
                    times[next][turn] = Clock.Time(contenders[next].Work).TotalSeconds / contenders[next].Units;
                    bytes[next] += GC.GetAllocatedBytesForCurrentThread() - allocated;
                }
            }

            for (var i = 0; i < contenders.Count; i++)
            {
                medians[i][round] = lowest ? times[i].Min() : Statistics.Median(times[i]);
            }
        }

        Result[] results = [.. contenders.Select((contender, i) =>
        {
            var ratios = medians[i].Zip(medians[0], (time, first) => time / first).ToArray();
            return new Result(
                contender.Name,
                TimeSpan.FromSeconds(Statistics.Median(medians[i])),
                Statistics.Median(ratios),
                ratios.Min(),
                ratios.Max(),
                (double)bytes[i] / (rounds * turns * contender.Units),
                medians[i]);
        })];
        JsonRecord.Current?.Add(name, results);
        return results;
    }

    private static bool IsChosen(string race, Contender contender) => (OnlyRace ?? race) == race && (OnlyContender ?? contender.Name) == contender.Name;
}
