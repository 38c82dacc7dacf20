using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// A weighted mean of the steps of a sequence (Yang et al. 2016): the weights are the softmax, over the real steps, of
/// v · tanh(W h + b). W and b are <c>hidden.weight</c> and <c>hidden.bias</c> in the state_dict, v is <c>score.weight</c>.
/// </summary>
public sealed class AttentionPooling : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly Linear _hidden;
    private readonly Linear _score;

    /// <summary>Draws new weights as PyTorch does for a linear layer.</summary>
    /// <param name="features">The features of a step.</param>
    /// <param name="size">The length of v.</param>
    /// <param name="device">Where the weights lie; the default device if it is null.</param>
    /// <param name="dtype">The weights' precision; the default type if it is null.</param>
    public AttentionPooling(long features, long size, Device? device = null, ScalarType? dtype = null)
        : base(nameof(AttentionPooling))
    {
        _hidden = nn.Linear(features, size, device: device, dtype: dtype);
        _score = nn.Linear(size, 1, hasBias: false, device: device, dtype: dtype);
        register_module("hidden", _hidden);
        register_module("score", _score);
    }

    /// <summary>The weighted mean.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are real.</param>
    /// <returns>[batch, features]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of steps.</exception>
    public override Tensor forward(Tensor input, Tensor? lengths = null)
    {
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, input, nameof(AttentionPooling));
        var steps = ValidSteps.ZeroPadding(input, lengths);
        return Weights(steps, lengths).unsqueeze(1).matmul(steps).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>The weight of each step; they sum to 1 over the real steps and are 0 behind them.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are real.</param>
    /// <returns>[batch, time]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of steps.</exception>
    public Tensor Weights(Tensor input, Tensor? lengths = null)
    {
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, input, nameof(AttentionPooling));
        var scores = _score.call(_hidden.call(ValidSteps.ZeroPadding(input, lengths)).tanh()).squeeze(-1);
        return ValidSteps.Fill(scores, lengths, double.NegativeInfinity).softmax(1).MoveToOuterDisposeScope();
    }

    /// <summary>The constructor has registered both layers by their names.</summary>
    protected override void RegisterComponents() { }
}
