using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Networks in evaluation mode until it is disposed. Several may use one network, at the same time and on several threads: each of its modules
/// returns to its own mode when the last of them is done with it, in whatever order they end. What is not a module is left alone.
/// </summary>
internal sealed class EvaluationMode : IDisposable
{
    private static readonly Lock Gate = new();

    // By module, so that networks may share parts.
    private static readonly ConditionalWeakTable<nn.Module, Use> Uses = [];

    // Without users, and not back in their own mode yet.
    private static readonly List<Use> Waiting = [];

    private List<Use>? _uses = [];

    public EvaluationMode(params IEnumerable<object> networks)
    {
        var modules = networks.OfType<nn.Module>().ToArray();
        lock (Gate)
        {
            try
            {
                // Once each; and no mode changes before all are known.
                foreach (var module in modules.SelectMany(Parts).Distinct())
                    _uses.Add(Enter(module));
                foreach (var module in modules)
                    module.eval();
            }
            catch
            {
                Dispose();
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            foreach (var use in _uses ?? [])
            {
                if (--use.Users == 0)
                    Waiting.Add(use);
            }

            _uses = null;

            // train() reaches all that a module holds: while another network uses one of its parts, the module waits.
            foreach (var use in Waiting.Where(use => !Parts(use.Module).Any(IsInUse)).ToArray())
                Leave(use);
        }
    }

    private static Use Enter(nn.Module module)
    {
        // One that is in training mode although it is in use was put there since: that is its own mode now, whatever it was before.
        if (!Uses.TryGetValue(module, out var use) || module.training)
            Uses.AddOrUpdate(module, use = new Use(module));
        use.Users++;
        Waiting.Remove(use);
        return use;
    }

    private static void Leave(Use use)
    {
        Waiting.Remove(use);
        if (!Uses.TryGetValue(use.Module, out var current) || current != use)
            return;

        Uses.Remove(use.Module);
        try
        {
            if (!use.Training || use.Module.training)
                return;

            // Only the module's own mode returns here. Its parts have theirs, and a part that its owner has frozen stays in evaluation mode.
            var parts = Parts(use.Module).Skip(1).Select(part => (Module: part, part.training)).ToArray();
            use.Module.train();
            foreach (var (part, training) in parts)
                part.train(training);
        }
        catch (ObjectDisposedException)
        {
            // A network that was disposed while it was in use has no mode to return to.
        }
    }

    private static bool IsInUse(nn.Module module) => Uses.TryGetValue(module, out var use) && use.Users > 0;

    /// <summary>A module and all that it holds; each part comes behind every module that holds it, once for each of them.</summary>
    private static IEnumerable<nn.Module> Parts(nn.Module module) => module.named_modules().Select(named => named.module).Prepend(module);

    private sealed class Use(nn.Module module)
    {
        public nn.Module Module { get; } = module;

        /// <summary>The module's own mode.</summary>
        public bool Training { get; } = module.training;

        public int Users { get; set; }
    }
}
