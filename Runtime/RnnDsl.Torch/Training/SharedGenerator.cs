using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// libtorch's random generators, one per device, shared by all networks of a process; dropout uses no other. A trainer seeds them at each step, and
/// other trainers of the process wait until the step's loss and gradients are computed.
/// </summary>
internal sealed class SharedGenerator : IDisposable
{
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Whether this code runs inside the step of a trainer: a trainer that is started inside a loss must not wait for the outer one.</summary>
    private static readonly AsyncLocal<bool> Held = new();

    private readonly bool _outer;

    private SharedGenerator()
    {
        _outer = !Held.Value;
        if (!_outer)
            return;
        Turn.Wait();
        Held.Value = true;
    }

    /// <summary>Seeds the generators and holds them until disposed.</summary>
    public static SharedGenerator Seed(long seed)
    {
        var turn = new SharedGenerator();
        manual_seed(seed);
        return turn;
    }

    public void Dispose()
    {
        if (!_outer)
            return;
        Held.Value = false;
        Turn.Release();
    }
}
