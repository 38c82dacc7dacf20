using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A method of the class.</summary>
/// <param name="Method">The name as written.</param>
/// <param name="Features">The number of output features; null if it keeps them.</param>
/// <param name="Found">The method of that name in the class.</param>
internal sealed record ApplyDeclaration(string? Name, string Method, SizeArgument? Features, ApplyMethod Found)
    : LayerDeclaration("Apply", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => Features is null ? [] : [new(Features, "number of features", "Features")];

    public override LookAhead? LooksAhead => Found is { Fit: ApplyFit.Fits, TakesLengths: true }
        ? new("Method", "calls a method that takes the lengths and so reads whole sequences, and a decoder has one step at a time", "Declare the method as 'Tensor Method(Tensor x)'.")
        : null;

    public static ApplyDeclaration Read(ILayerArguments arguments)
    {
        var method = arguments.Positional(0, "");
        return new ApplyDeclaration(arguments.Name, method, arguments.OptionalSize(1, "Features"), arguments.Method(method));
    }

    public override void Check(ILayerChecks checks)
    {
        switch (Found)
        {
            case { Fit: ApplyFit.Missing, Display: var nearest }:
                checks.Report(Rules.ApplyNothing, "Method", Method, checks.Model,
                    nearest.Length == 0 ? "Declare 'Tensor Method(Tensor x)' in the class and write nameof(Method)." : $"Did you mean '{nearest}'? Write nameof({nearest}).");
                break;

            case { Fit: ApplyFit.WrongSignature, Display: var signature }:
                checks.Report(Rules.ApplySignature, "Method", Method, signature);
                break;
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var (current, output, features) = UserCode.Shapes(flow, input, Features, Attribute);
        return flow.Add(new ApplyLayer(flow.Key, current, output, Method, Found.TakesLengths && !flow.IsDecoder, features) { IsStatic = Found.IsStatic });
    }
}

/// <summary>The method of an <c>[Apply]</c>.</summary>
/// <param name="Fit">Whether it can be called.</param>
/// <param name="TakesLengths">Whether it takes the lengths as well.</param>
/// <param name="Display">Its signature as C# prints it; if there is none, the most similar name, or nothing.</param>
internal sealed record ApplyMethod(ApplyFit Fit, bool TakesLengths, string Display)
{
    /// <summary>Whether it is static.</summary>
    public bool IsStatic { get; init; }
}

internal enum ApplyFit
{
    Fits,
    Missing,
    WrongSignature,
}

/// <summary>A method of the class.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal sealed record ApplyLayer(string Key, Shape Input, Shape Output, string Method, bool TakesLengths, Polynomial? Features)
    : StatelessLayer(Key, Input, Output, 0)
{
    /// <summary>Whether it is static.</summary>
    public bool IsStatic { get; init; }

    public override IEnumerable<Operation> Operations => [new UserMethodOperation(Method, IsStatic, TakesLengths, Features)];

    public override string Note => $"the method {Method}";

    public override string? Summary => null;

    public override string? WhyNoStep => TakesLengths && Input is SequenceShape ? $"'{Method}' takes the lengths and so reads whole sequences" : null;

    public override IEnumerable<Polynomial> StoredSizes => Features is { } features ? [features] : [];
}
