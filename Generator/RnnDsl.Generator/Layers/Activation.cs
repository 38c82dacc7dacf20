using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>An activation; the value of the enumeration, with a cast any integer.</summary>
internal sealed record ActivationDeclaration(string? Name, int Function)
    : LayerDeclaration("Activation", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public override LookAhead? LooksAhead => null;

    public static ActivationDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Positional(0, 0));

    public override void Check(ILayerChecks checks)
    {
        var elementwise = string.Join(", ", Enum.GetNames(typeof(ActivationFunction)).Where(name => name != nameof(ActivationFunction.Maxout)));
        if (!Enum.IsDefined(typeof(ActivationFunction), Function))
        {
            checks.Report(Rules.UnknownValue, "Function", Attribute, "the value " + Messages.Number(Function), "is no member of Activation", elementwise);
        }
        else if (Function == (int)ActivationFunction.Maxout)
        {
            checks.Report(Rules.UnknownValue, "Function", Attribute, "Activation.Maxout", "halves the number of features and belongs to [Readout]", elementwise);
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var function = (ActivationFunction)Function;
        var isSoftmax = function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax;
        var current = isSoftmax ? flow.Flattened(input, $"Activation.{function}") : input;

        // The softmax of one feature is always 1. Below a head with one class the diagnostic is that of the head.
        if (isSoftmax && flow.IsOne(current.FeatureCount()) && !flow.Declared.Any(layer => layer is ClassifyDeclaration or CtcDeclaration))
        {
            var isLog = function == ActivationFunction.LogSoftmax;
            flow.Report(Rules.NormalisedAlone, null, Attribute, isLog ? "takes the logarithm of the softmax of 1 feature" : "takes the softmax of 1 feature", isLog ? "0" : "1",
                "Give it at least 2 features, or write Activation.Sigmoid for the probability of one event.");
        }

        return flow.Add(new ActivationLayer(flow.Key, current, function));
    }
}

internal sealed record ActivationLayer(string Key, Shape Input, ActivationFunction Function)
    : StatelessLayer(Key, Input, Input, 0)
{
    public override IEnumerable<Operation> Operations => [new ActivationOperation(Function)];

    public override string Note => Function.ToString().ToLowerInvariant();

    public override string? Summary => null;

    public override string? WhyNoStep => null;

    public override ActivationFunction? Bounds => Function;
}
