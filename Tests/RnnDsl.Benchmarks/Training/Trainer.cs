using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Training;

/// <summary>A training step as the lab has it: forward, cross entropy, backward, clipped gradients, Adam.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly nn.Module _model;
    private readonly Func<Tensor, Tensor> _scores;
    private readonly Tensor _tokens;
    private readonly Tensor _targets;
    private readonly Adam _optimizer;

    /// <param name="model">Whose weights are trained.</param>
    /// <param name="scores">Its output [batch, time, vocabulary] for tokens [batch, time].</param>
    /// <param name="tokens">int64 [batch, time + 1]: each token's target is the next one.</param>
    public Trainer(nn.Module model, Func<Tensor, Tensor> scores, Tensor tokens)
    {
        (_model, _scores) = (model, scores);
        var time = tokens.size(1) - 1;
        _tokens = tokens.narrow(1, 0, time).contiguous();
        _targets = tokens.narrow(1, 1, time).reshape(-1);
        _optimizer = optim.Adam(model.parameters(), lr: 0.002);
        _model.train();
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Loss().backward();
        nn.utils.clip_grad_norm_(_model.parameters(), 5.0);
        _optimizer.step();
    }

    /// <summary>The loss with the masks that this seed gives.</summary>
    public double Loss(long seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        return Loss().ToDouble();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _tokens.Dispose();
        _targets.Dispose();
    }

    private Tensor Loss()
    {
        var scores = _scores(_tokens);
        return nn.functional.cross_entropy(scores.reshape(-1, scores.size(2)), _targets);
    }
}
