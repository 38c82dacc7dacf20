using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What generated models ask of their input before they touch it, so that a wrong one is said in the model's words.</summary>
public static class Expect
{
    /// <summary>Token ids of whole sequences.</summary>
    /// <param name="tokens">int64 (or int32) [batch, time]</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another type or shape, or no step.</exception>
    public static void Tokens(Tensor tokens, string model)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!IsToken(tokens) || tokens.dim() != 2 || tokens.size(1) < 1)
        {
            Refuse(tokens, model, "int64 tokens [batch, time] of at least one step");
        }
    }

    /// <summary>Token ids of one step.</summary>
    /// <param name="tokens">int64 (or int32) [batch]</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another type or shape.</exception>
    public static void TokensStep(Tensor tokens, string model)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!IsToken(tokens) || tokens.dim() != 1)
        {
            Refuse(tokens, model + ".Step", "int64 tokens [batch]");
        }
    }

    /// <summary>Vectors of whole sequences.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="features">How many numbers a step has.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another type or shape, or no step.</exception>
    public static void Features(Tensor input, long features, string model)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.is_floating_point() || input.dim() != 3 || input.size(2) != features || input.size(1) < 1)
        {
            Refuse(input, model, $"floating-point vectors [batch, time, {features}] of at least one step");
        }
    }

    /// <summary>Vectors of one step.</summary>
    /// <param name="input">[batch, features]</param>
    /// <param name="features">How many numbers a step has.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another type or shape.</exception>
    public static void FeaturesStep(Tensor input, long features, string model)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.is_floating_point() || input.dim() != 2 || input.size(1) != features)
        {
            Refuse(input, model + ".Step", $"floating-point vectors [batch, {features}]");
        }
    }

    private static bool IsToken(Tensor tokens) => tokens.dtype is ScalarType.Int64 or ScalarType.Int32;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(Tensor found, string model, string expected) =>
        throw new ArgumentException($"{model} reads {expected}; it was given {found.dtype} [{string.Join(", ", found.shape)}].");
}
