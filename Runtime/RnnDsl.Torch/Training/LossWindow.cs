using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The losses since the last log. They stay on the device, where noting one costs no wait, until somebody needs to see them.
/// </summary>
internal sealed class LossWindow(long capacity) : IDisposable
{
    private readonly List<double> _read = [];
    private Tensor? _buffer;
    private long _noted;

    /// <summary>Losses already read; <see cref="Read"/> completes them.</summary>
    public IReadOnlyList<double> Losses => _read;

    /// <summary>Notes a loss without waiting for it.</summary>
    public void Add(Tensor loss)
    {
        _buffer ??= zeros(capacity, loss.dtype, loss.device).DetachFromDisposeScope();
        using var slot = _buffer.narrow(0, _noted++, 1);
        using var value = loss.detach();
        slot.copy_(value);
    }

    /// <summary>Waits for the device and reads what was noted. Returns the index of the first loss that is no finite number, or -1.</summary>
    public int Read()
    {
        if (_noted > 0)
        {
            using var scope = NewDisposeScope();
            var values = _buffer!.narrow(0, 0, _noted).to(ScalarType.Float64).cpu();
            _read.AddRange(values.data<double>().ToArray());
            _noted = 0;
        }
        return _read.FindIndex(static loss => !double.IsFinite(loss));
    }

    /// <summary>The mean of all losses read, and a fresh start.</summary>
    public double TakeMean()
    {
        var mean = _read.Average();
        _read.Clear();
        return mean;
    }

    /// <summary>Begins with the losses a checkpoint held.</summary>
    public void Restore(IEnumerable<double> losses)
    {
        _read.Clear();
        _read.AddRange(losses);
    }

    public void Dispose() => _buffer?.Dispose();
}
