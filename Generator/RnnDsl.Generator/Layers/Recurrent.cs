using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A user-defined cell.</summary>
/// <param name="UserCell">The class with the equations.</param>
internal sealed record RecurrentDeclaration(string? Name, CellDeclaration UserCell, SizeArgument HiddenSize)
    : RecurrentLayerDeclaration(CellKind.Recurrent, Name, HiddenSize)
{
    /// <summary>The sizes given to the cell.</summary>
    public EquatableArray<NamedSizeArgument> CellSizes { get; init; }

    /// <summary>The constants given to the cell, as written; null if there are none.</summary>
    public string? CellConstants { get; init; }

    /// <summary>The states that zoneout acts on; null for all.</summary>
    public string? ZoneoutStates { get; init; }

    public override IEnumerable<SizeOfLayer> Sizes =>
        base.Sizes.Concat(CellSizes.Where(named => named.Size.Text is not "").Select(named => new SizeOfLayer(named.Size, $"size '{named.Name}' of the cell", "Sizes")));

    protected override InitializationKinds Initializations => InitializationKinds.Uniform;

    public static RecurrentDeclaration Read(ILayerArguments arguments) => WithOptions(
        new RecurrentDeclaration(arguments.Name, arguments.Cell(0), arguments.Size(1))
        {
            CellSizes = arguments.NamedSizes("Sizes"),
            CellConstants = arguments.Named<string?>("Constants", null),
            ZoneoutStates = arguments.Named<string?>("ZoneoutStates", null),
        },
        arguments);

    /// <summary>The class of a cell says how its parameters are initialised.</summary>
    protected override void CheckInitialization(ILayerChecks checks, InitializationKinds kinds)
    {
        if (kinds != InitializationKinds.Uniform || ChronoLength is not null)
        {
            checks.Report(Rules.OptionOfBuiltInCells, kinds == InitializationKinds.Uniform ? "ChronoLength" : "Initialization",
                kinds == InitializationKinds.Uniform ? $"ChronoLength = {Messages.Number(ChronoLength!.Value)}" : $"Initialization.{kinds}", UserCell.Name,
                "[CellParameter] on its class sets the initialisation of each parameter");
        }
    }

    protected override void CheckCell(ILayerChecks checks)
    {
        if (LayerNorm)
        {
            checks.Report(Rules.OptionOfBuiltInCells, "LayerNorm", "LayerNorm = true", UserCell.Name, "its equations define its normalisation; write layernorm(...) there");
        }
    }

    protected override bool Normalises(ILayerFlow flow, Polynomial hidden) => LayerNorm;

    protected override RecurrenceOperation OperationOf(ILayerFlow flow, Polynomial features) => flow.WithCell(base.OperationOf(flow, features), this);
}
