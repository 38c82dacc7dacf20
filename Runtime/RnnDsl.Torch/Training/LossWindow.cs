using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The losses since the last log. They stay on the device, where noting one costs no wait, until somebody needs to see them.
/// </summary>
internal sealed class LossWindow(long interval) : IDisposable
{
    // Memory follows the steps that were trained, not the interval that was asked for.
    private const int LongestBuffer = 1_024;

    private readonly List<double> _read = [];
    private readonly List<Tensor> _buffers = [];
    private readonly int _bufferLength = (int)Math.Min(interval, LongestBuffer);
    private int _noted;

    /// <summary>Losses already read; <see cref="Read"/> completes them.</summary>
    public IReadOnlyList<double> Losses => _read;

    /// <summary>Notes a loss without waiting for it.</summary>
    public void Add(Tensor loss)
    {
        if (_noted == _buffers.Count * _bufferLength)
            _buffers.Add(zeros(_bufferLength, loss.dtype, loss.device).DetachFromDisposeScope());
        using var slot = _buffers[_noted / _bufferLength].narrow(0, _noted % _bufferLength, 1);
        using var value = loss.detach();
        slot.copy_(value);
        _noted++;
    }

    /// <summary>Waits for the device and reads what was noted. Returns the index of the first loss that is no finite number, or -1.</summary>
    public int Read()
    {
        if (_noted > 0)
        {
            using var scope = NewDisposeScope();
            var values = cat(_buffers).narrow(0, 0, _noted).to(ScalarType.Float64).cpu();
            _read.AddRange(values.data<double>().ToArray());
            _noted = 0;
            Release(from: 1);
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

    public void Dispose() => Release(from: 0);

    private void Release(int from)
    {
        for (var index = from; index < _buffers.Count; index++)
            _buffers[index].Dispose();
        _buffers.RemoveRange(from, _buffers.Count - from);
    }
}
