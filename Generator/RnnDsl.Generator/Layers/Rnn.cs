using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Layers;

/// <summary>An Elman network; the activation is the value of the enumeration, with a cast any integer.</summary>
internal sealed record RnnDeclaration(string? Name, SizeArgument HiddenSize)
    : RecurrentLayerDeclaration(CellKind.Rnn, Name, HiddenSize)
{
    public int Activation { get; init; }

    protected override InitializationKinds Initializations => InitializationKinds.Orthogonal | InitializationKinds.Identity;

    public static RnnDeclaration Read(ILayerArguments arguments) =>
        WithOptions(new RnnDeclaration(arguments.Name, arguments.Size(0)) { Activation = arguments.Named("Activation", 0) }, arguments);

    protected override void CheckCell(ILayerChecks checks)
    {
        if (Activation is not ((int)ActivationFunction.Tanh or (int)ActivationFunction.Relu))
        {
            checks.Report(Rules.UnknownValue, "Activation", Attribute,
                Enum.IsDefined(typeof(ActivationFunction), Activation) ? $"Activation.{(ActivationFunction)Activation}" : "the value " + Messages.Number(Activation), "is no function of an Elman network", "Tanh, Relu");
        }
    }

    protected override RecurrentOptions WithCellOptions(RecurrentOptions options) => options with { Relu = Activation == (int)ActivationFunction.Relu };
}
