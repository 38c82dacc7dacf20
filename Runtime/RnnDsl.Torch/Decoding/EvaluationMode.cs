using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>
/// Keeps networks in evaluation mode until disposed. Several users may share a network, at the same time and on several threads: each module
/// returns to its previous mode after the last user has finished, in whatever order they finish. Objects that are not modules are ignored.
/// </summary>
internal sealed class EvaluationMode : IDisposable
{
    private static readonly Lock Gate = new();

    // By module, because networks may share parts.
    private static readonly ConditionalWeakTable<nn.Module, Use> Uses = [];

    // Modules without users that have not returned to their previous mode yet.
    private static readonly List<Use> Waiting = [];

    private List<Use>? _uses = [];

    public EvaluationMode(params IEnumerable<object> networks)
    {
        var modules = networks.OfType<nn.Module>().ToArray();
        lock (Gate)
        {
            try
            {
                // Each module once; no mode changes before all previous modes are recorded.
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

            // train() changes all submodules, so a module waits while another network uses one of them.
            foreach (var use in Waiting.Where(use => !Parts(use.Module).Any(IsInUse)).ToArray())
                Leave(use);
        }
    }

    private static Use Enter(nn.Module module)
    {
        // A module in use that is in training mode was put there meanwhile: training is now the mode to return to.
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

            // train() acts on the submodules too: restore their modes, so that a part frozen in evaluation mode stays there.
            var parts = Parts(use.Module).Skip(1).Select(part => (Module: part, part.training)).ToArray();
            use.Module.train();
            foreach (var (part, training) in parts)
                part.train(training);
        }
        catch (ObjectDisposedException)
        {
            // A network that was disposed while in use has no mode to restore.
        }
    }

    private static bool IsInUse(nn.Module module) => Uses.TryGetValue(module, out var use) && use.Users > 0;

    /// <summary>A module and all its submodules; each part comes after every module that contains it, once for each of them.</summary>
    private static IEnumerable<nn.Module> Parts(nn.Module module) => module.named_modules().Select(named => named.module).Prepend(module);

    private sealed class Use(nn.Module module)
    {
        public nn.Module Module { get; } = module;

        /// <summary>The mode to return to.</summary>
        public bool Training { get; } = module.training;

        public int Users { get; set; }
    }
}
