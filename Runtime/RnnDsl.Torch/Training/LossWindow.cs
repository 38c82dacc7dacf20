using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// The losses since the last log. They stay on the device, so that adding one does not synchronise, until they are read.
/// </summary>
internal sealed class LossWindow(long interval) : IDisposable
{
    // Bounds the buffer: memory grows with the recorded steps, not with the log interval.
    private const int LongestBuffer = 1_024;

    private readonly List<double> _read = [];
    private readonly List<Tensor> _buffers = [];
    private readonly int _bufferLength = (int)Math.Min(interval, LongestBuffer);
    private int _added;

    /// <summary>The losses read so far; <see cref="Read"/> completes them.</summary>
    public IReadOnlyList<double> Losses => _read;

    /// <summary>Adds a loss without synchronising.</summary>
    public void Add(Tensor loss)
    {
        if (_added == _buffers.Count * _bufferLength)
            _buffers.Add(zeros(_bufferLength, loss.dtype, loss.device).DetachFromDisposeScope());
        using var slot = _buffers[_added / _bufferLength].narrow(0, _added % _bufferLength, 1);
        using var value = loss.detach();
        slot.copy_(value);
        _added++;
    }

    /// <summary>Removes the loss added last, which has not been read.</summary>
    public void RemoveLast() => _added--;

    /// <summary>Synchronises and reads the last added loss; <c>null</c> if none was added since the last read.</summary>
    public double? Latest()
    {
        if (_added == 0)
            return null;
        using var scope = NewDisposeScope();
        return _buffers[(_added - 1) / _bufferLength][(_added - 1) % _bufferLength].to(ScalarType.Float64).item<double>();
    }

    /// <summary>Synchronises and reads the added losses. Returns the index of the first loss that is not finite, or -1.</summary>
    public int Read()
    {
        if (_added > 0)
        {
            using var scope = NewDisposeScope();
            var values = cat(_buffers).narrow(0, 0, _added).to(ScalarType.Float64).cpu();
            _read.AddRange(values.data<double>().ToArray());
            _added = 0;
            Release(from: 1);
        }
        return _read.FindIndex(static loss => !double.IsFinite(loss));
    }

    /// <summary>Returns the mean of the losses read, and clears them.</summary>
    public double TakeMean()
    {
        var mean = _read.Average();
        _read.Clear();
        return mean;
    }

    /// <summary>Restores the losses of a checkpoint.</summary>
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
