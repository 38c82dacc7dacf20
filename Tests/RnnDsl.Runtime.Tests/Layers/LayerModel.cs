using System.Runtime.CompilerServices;
using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>A generated model seen without its type.</summary>
internal static class LayerModel
{
    public const int Words = 11;
    public const int Features = 3;

    /// <summary>A model in double precision, with weights of a size at which everything is at work.</summary>
    public static nn.Module Create(Type type, Draw draw)
    {
        var constructor = Assert.Single(type.GetConstructors());
        var model = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.Name == "dtype" ? ScalarType.Float64
            : parameter.ParameterType == typeof(Tensor) ? draw.Normal(Words, 4)
            : parameter.DefaultValue)]);
        Fill(model, draw);
        return model;
    }

    /// <summary>Weights of a size at which everything is at work; rows of padding stay zero.</summary>
    public static void Fill(nn.Module model, Draw draw)
    {
        using var still = no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            var numbers = draw.Normal(parameter.shape) * 0.4;
            if (name == "embed.weight")
            {
                numbers.masked_fill_(parameter.detach().abs().sum(1, keepdim: true).eq(0), 0);
            }

            parameter.copy_(numbers);
        }
    }

    /// <summary>What a model reads: tokens, vectors or images.</summary>
    public static Tensor Input(nn.Module model, Draw draw, long batch, long time) => model switch
    {
        _ when IsOverTokens(model) => draw.Tokens(Words, batch, time),
        _ when !TakesLengths(model) => draw.Normal(batch, 2, 6, 5),
        _ => draw.Normal(batch, time, Features),
    };

    public static bool TakesLengths(nn.Module model) => Parameters(model).Contains("lengths");

    public static Tensor Forward(nn.Module model, Tensor input, Tensor? lengths = null) =>
        Output(model.GetType().GetMethod("forward")!.Invoke(model, [.. Parameters(model).Select(name => name == "lengths" ? lengths : name == "state" ? null : input)])!).Output;

    public static (Tensor Output, object? State) Step(nn.Module model, Tensor input, object? state) =>
        Output(model.GetType().GetMethod("Step")!.Invoke(model, [input, state])!);

    private static bool IsOverTokens(nn.Module model) => Parameters(model)[0] == "tokens";

    private static string[] Parameters(nn.Module model) => [.. model.GetType().GetMethod("forward")!.GetParameters().Select(parameter => parameter.Name!)];

    private static (Tensor Output, object? State) Output(object result) => result is ITuple pair ? ((Tensor)pair[0]!, pair[1]) : ((Tensor)result, null);
}
