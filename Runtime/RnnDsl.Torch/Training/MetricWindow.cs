using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The metrics of the training steps since the last log, by name. They stay on the device until they are read, as in <see cref="LossWindow"/>.</summary>
internal sealed class MetricWindow(long interval) : IDisposable
{
    private readonly OrderedDictionary<string, LossWindow> _windows = new(StringComparer.Ordinal);

    // The names of the values of the current step.
    private readonly List<string> _current = [];

    /// <summary>Adds a scalar without synchronising.</summary>
    public void Add(string name, Tensor value)
    {
        using var precise = value.detach().to(ScalarType.Float64).reshape(1);
        WindowOf(name).Add(precise);
        _current.Add(name);
    }

    /// <summary>Begins a step.</summary>
    public void BeginStep() => _current.Clear();

    /// <summary>Removes the values of the current step, which does not count.</summary>
    public void AbandonStep()
    {
        foreach (var name in _current)
            WindowOf(name).RemoveLast();
        _current.Clear();
    }

    /// <summary>Synchronises and returns all values since the last log, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Read()
    {
        foreach (var window in _windows.Values)
            window.Read();
        return new OrderedDictionary<string, IReadOnlyList<double>>(_windows.Where(static pair => pair.Value.Losses.Count > 0).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Losses)));
    }

    /// <summary>The values of all ranks since the last log.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Read(DataParallel ranks)
    {
        var own = Read();
        if (ranks.Size == 1)
            return own;
        var all = new OrderedDictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        foreach (var (name, values) in ranks.Exchange(RankBytes.Of(own)).SelectMany(RankBytes.ReadMetrics))
            all[name] = all.TryGetValue(name, out var earlier) ? [.. earlier, .. values] : values;
        return all;
    }

    /// <summary>Synchronises and returns the mean of each metric over the values of all ranks since the last log.</summary>
    public IReadOnlyDictionary<string, double> Means(DataParallel ranks) =>
        new OrderedDictionary<string, double>(Read(ranks).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Average())));

    /// <summary>Clears the values.</summary>
    public void Clear()
    {
        foreach (var window in _windows.Values)
            window.Restore([]);
    }

    /// <summary>Restores the values of a checkpoint.</summary>
    public void Restore(IReadOnlyDictionary<string, IReadOnlyList<double>> values)
    {
        foreach (var (name, numbers) in values)
            WindowOf(name).Restore(numbers);
    }

    public void Dispose()
    {
        foreach (var window in _windows.Values)
            window.Dispose();
    }

    private LossWindow WindowOf(string name)
    {
        if (!_windows.TryGetValue(name, out var window))
            _windows.Add(name, window = new LossWindow(interval));
        return window;
    }
}
