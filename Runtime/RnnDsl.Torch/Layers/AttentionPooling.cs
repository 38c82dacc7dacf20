using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Attention pooling over time (Yang et al. 2016): the mean of the steps under the weights softmax, over the valid steps, of
/// v · tanh(W h + b). W and b are <c>hidden.weight</c> and <c>hidden.bias</c> in the state_dict, v is <c>score.weight</c>.
/// </summary>
public sealed class AttentionPooling : nn.Module<Tensor, Tensor?, Tensor>
{
    private readonly Linear _hidden;
    private readonly Linear _score;

    /// <summary>Initialises the weights as PyTorch does for a linear layer.</summary>
    /// <param name="features">The features of a step.</param>
    /// <param name="size">The length of v.</param>
    /// <param name="device">Device of the weights; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the weights; <c>null</c>: the default dtype.</param>
    public AttentionPooling(long features, long size, Device? device = null, ScalarType? dtype = null)
        : base(nameof(AttentionPooling))
    {
        _hidden = nn.Linear(features, size, device: device, dtype: dtype);
        _score = nn.Linear(size, 1, hasBias: false, device: device, dtype: dtype);
        register_module("hidden", _hidden);
        register_module("score", _score);
    }

    /// <summary>Pools the steps under the attention weights.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are valid.</param>
    /// <returns>[batch, features]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of steps.</exception>
    public override Tensor forward(Tensor input, Tensor? lengths = null)
    {
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, input, nameof(AttentionPooling));
        var steps = ValidSteps.ZeroPadding(input, lengths);
        return Weights(steps, lengths).unsqueeze(1).matmul(steps).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>The attention weights of the steps; they sum to 1 over the valid steps and are 0 at padding.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are valid.</param>
    /// <returns>[batch, time]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of steps.</exception>
    public Tensor Weights(Tensor input, Tensor? lengths = null)
    {
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, input, nameof(AttentionPooling));
        var scores = _score.call(_hidden.call(ValidSteps.ZeroPadding(input, lengths)).tanh()).squeeze(-1);
        return ValidSteps.Fill(scores, lengths, double.NegativeInfinity).softmax(1).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers both layers by name.</summary>
    protected override void RegisterComponents() { }
}
