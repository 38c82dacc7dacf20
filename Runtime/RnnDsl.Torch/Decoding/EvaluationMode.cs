using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Networks in evaluation mode, until it is disposed: then each part is back in its own. What is no module is left alone.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module Module, bool Training)> _modes = [];

    public EvaluationMode(params IEnumerable<object> networks)
    {
        var modules = networks.OfType<nn.Module>().ToArray();
        foreach (var module in modules)
        {
            _modes.Add((module, module.training));
            _modes.AddRange(module.named_modules().Select(named => (named.module, named.module.training)));
        }

        // Only once all modes are known: networks may share parts.
        foreach (var module in modules)
            module.eval();
    }

    public void Dispose()
    {
        // A module's mode is set with all it holds: from the outside in, each part ends in its own (a part may be frozen).
        foreach (var (module, training) in _modes)
            module.train(training);
    }
}
