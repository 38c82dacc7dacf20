using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A recurrent layer, with the options of all of them. Every accepted option has an effect.</summary>
internal abstract record RecurrentLayerDeclaration(CellKind Cell, string? Name, SizeArgument HiddenSize)
    : LayerDeclaration(Cell.ToString(), Name)
{
    public override bool IsRecurrent => true;

    public int Layers { get; init; } = 1;

    public bool Bidirectional { get; init; }

    /// <summary>The value of the enumeration; with a cast, any integer. Likewise <see cref="Initialization"/>.</summary>
    public int Merge { get; init; }

    public bool Reverse { get; init; }

    public double Dropout { get; init; }

    public double LockedDropout { get; init; }

    public double RecurrentDropout { get; init; }

    public double WeightDrop { get; init; }

    public double Zoneout { get; init; }

    public bool LayerNorm { get; init; }

    public bool Residual { get; init; }

    public int Initialization { get; init; }

    /// <summary>Null if it is not given.</summary>
    public int? ChronoLength { get; init; }

    /// <summary>The size of the hidden state, if it is another than that of the cell.</summary>
    public virtual SizeArgument? ProjectionSize => null;

    public override IEnumerable<SizeOfLayer> Sizes => [new(HiddenSize, "hidden size", "HiddenSize")];

    public sealed override LookAhead? LooksAhead => this switch
    {
        { Bidirectional: true } => new("Bidirectional", "reads from both ends" + LookAhead.NoLaterSteps, "Remove Bidirectional; an encoder may have it."),
        { Reverse: true } => new("Reverse", "reads from the end" + LookAhead.NoLaterSteps, "Remove Reverse; an encoder may have it."),
        _ => null,
    };

    /// <summary>The initialisations that the cell has beside the uniform one.</summary>
    protected abstract InitializationKinds Initializations { get; }

    private InitializationKinds Kinds => (InitializationKinds)Initialization;

    /// <summary>The declaration with the options that all recurrent layers have.</summary>
    protected static T WithOptions<T>(T declaration, ILayerArguments arguments)
        where T : RecurrentLayerDeclaration => (T)((RecurrentLayerDeclaration)declaration with
        {
            Layers = arguments.Named("Layers", 1),
            Bidirectional = arguments.Named("Bidirectional", false),
            Merge = arguments.Named("Merge", 0),
            Reverse = arguments.Named("Reverse", false),
            Dropout = arguments.Named("Dropout", 0.0),
            LockedDropout = arguments.Named("LockedDropout", 0.0),
            RecurrentDropout = arguments.Named("RecurrentDropout", 0.0),
            WeightDrop = arguments.Named("WeightDrop", 0.0),
            Zoneout = arguments.Named("Zoneout", 0.0),
            LayerNorm = arguments.Named("LayerNorm", false),
            Residual = arguments.Named("Residual", false),
            Initialization = arguments.Named("Initialization", 0),
            ChronoLength = arguments.Named<int?>("ChronoLength", null),
        });

    public sealed override void Check(ILayerChecks checks)
    {
        if (Layers < 1)
        {
            checks.Report(Rules.LayerCount, "Layers", Attribute, Messages.Number(Layers));
        }

        CheckProbabilities(checks);
        CheckDirections(checks);
        const InitializationKinds all = InitializationKinds.Orthogonal | InitializationKinds.Identity | InitializationKinds.ForgetGateBias | InitializationKinds.Chrono;
        if ((Kinds & ~all) != 0)
        {
            checks.Report(Rules.UnknownValue, "Initialization", Attribute, "the value " + Messages.Number(Initialization), "is no member of Initialization", string.Join(", ", Enum.GetNames(typeof(InitializationKinds))));
        }
        else
        {
            CheckInitialization(checks, Kinds);
        }

        CheckCell(checks);
    }

    public sealed override Shape Bind(ILayerFlow flow, Shape input)
    {
        // A misplaced [LastState] has been reported.
        if (input is VectorShape && flow.SequenceReduction is { } reduction)
        {
            flow.ReportAt(Rules.SequenceNeeded, reduction, flow.Declared[reduction.Index].Attribute, input.ToString(), Attribute);
        }

        // With input feeding, the first recurrent layer also reads the previous readout.
        var fedBack = flow.Outline.Feeds && flow.Index == flow.Outline.FirstRecurrence
            ? new FedBackOutput(flow.KeyOf(flow.Outline.ReadoutIndex), flow[flow.Outline.Readout!.Size])
            : null;
        var features = flow.Flattened(input, Attribute).FeatureCount() + (fedBack?.Size ?? 0);
        var declaration = flow.IsDecoder ? this with { Bidirectional = false, Reverse = false } : this;
        return flow.Add(new RecurrentLayer(flow.Key, declaration.OperationOf(flow, features) with { FedBack = fedBack }));
    }

    /// <summary>Checks the options that the cell alone has.</summary>
    protected virtual void CheckCell(ILayerChecks checks)
    {
    }

    /// <summary>Checks the initialisations.</summary>
    protected virtual void CheckInitialization(ILayerChecks checks, InitializationKinds kinds)
    {
        if (kinds.HasFlag(InitializationKinds.Identity) && !Initializations.HasFlag(InitializationKinds.Identity))
        {
            NotHere("Identity", "makes the one recurrent matrix of an Elman network the identity");
        }
        else if (kinds.HasFlag(InitializationKinds.ForgetGateBias) && !Initializations.HasFlag(InitializationKinds.ForgetGateBias))
        {
            NotHere("ForgetGateBias", "sets the bias of an LSTM's forget gate");
        }
        else if (kinds.HasFlag(InitializationKinds.Chrono) && !Initializations.HasFlag(InitializationKinds.Chrono))
        {
            NotHere("Chrono", "sets the biases of gates");
        }
        else if (kinds.HasFlag(InitializationKinds.Orthogonal | InitializationKinds.Identity))
        {
            Exclude("Orthogonal", "Identity", "both draw the recurrent weights");
        }
        else if (kinds.HasFlag(InitializationKinds.ForgetGateBias | InitializationKinds.Chrono))
        {
            Exclude("ForgetGateBias", "Chrono", "both set the bias of the forget gate");
        }

        if (kinds.HasFlag(InitializationKinds.Chrono) && ChronoLength is null or < 2)
        {
            checks.Report(Rules.ChronoLength, ChronoLength is null ? "Initialization" : "ChronoLength", Attribute, ChronoLength is { } length ? $"ChronoLength = {Messages.Number(length)}" : "no ChronoLength");
        }
        else if (!kinds.HasFlag(InitializationKinds.Chrono) && ChronoLength is { } unused)
        {
            checks.Report(Rules.OptionWithout, "ChronoLength", Attribute, $"ChronoLength = {Messages.Number(unused)}", "no Initialization.Chrono",
                "Write Initialization = Initialization.Chrono, or remove ChronoLength.");
        }

        void NotHere(string kind, string does)
        {
            var fitting = Enum.GetValues(typeof(InitializationKinds)).Cast<InitializationKinds>().Where(own => Initializations.HasFlag(own));
            checks.Report(Rules.CellHasNo, "Initialization", Attribute, kind, does, string.Join(", ", fitting));
        }

        void Exclude(string one, string other, string why) => checks.Report(Rules.OptionsExclude, "Initialization", Attribute, $"Initialization.{one}", $"Initialization.{other}", why);
    }

    /// <summary>What it computes. Invalid options are removed, so that the rest can be checked.</summary>
    /// <param name="flow">The layers above.</param>
    /// <param name="features">The number of input features.</param>
    protected virtual RecurrenceOperation OperationOf(ILayerFlow flow, Polynomial features)
    {
        var hidden = flow[HiddenSize];
        var projection = ProjectionSize is { } size ? flow[size] : default(Polynomial?);
        var merge = Bidirectional && Enum.IsDefined(typeof(MergeKind), Merge) ? (MergeKind)Merge : MergeKind.Concat;
        if (projection is { } length && (length == hidden || flow.Known(length) >= flow.Known(hidden)))
        {
            flow.Report(Rules.ProjectionTooLong, "ProjectionSize", flow.Print(length), flow.Print(hidden));
        }

        var normalises = Normalises(flow, hidden);
        var output = (Bidirectional && merge == MergeKind.Concat ? 2 : 1) * (projection ?? hidden);
        if (Residual && features != output)
        {
            flow.Report(Rules.ResidualWidths, "Residual", Attribute, Messages.Count(features, "feature"), output.ToString());
        }

        return new RecurrenceOperation(Cell, features, hidden, projection, Math.Max(Layers, 1), Bidirectional, WithCellOptions(new RecurrentOptions
        {
            Merge = merge,
            Reverse = Reverse && !Bidirectional,
            Dropout = Dropout,
            LockedDropout = LockedDropout,
            RecurrentDropout = RecurrentDropout,
            WeightDrop = WeightDrop,
            Zoneout = Zoneout,
            LayerNorm = normalises,
            Residual = Residual,
            Initialization = Kinds,
            ChronoLength = ChronoLength ?? 0,
        }));
    }

    /// <summary>Adds the options that the cell alone has.</summary>
    protected virtual RecurrentOptions WithCellOptions(RecurrentOptions options) => options;

    /// <summary>Whether the cell is normalised: one of a single unit is reported.</summary>
    protected virtual bool Normalises(ILayerFlow flow, Polynomial hidden)
    {
        if (!LayerNorm || !flow.IsOne(hidden))
        {
            return LayerNorm;
        }

        flow.Report(Rules.NormalisedAlone, "LayerNorm", Attribute, "has LayerNorm = true and 1 unit, and normalises 1 feature", "0", "Give it at least 2 units, or remove LayerNorm.");
        return false;
    }

    private void CheckProbabilities(ILayerChecks checks)
    {
        Between("Dropout", Dropout, "dropout");
        Between("LockedDropout", LockedDropout, "locked dropout");
        checks.Probability(RecurrentDropout, "recurrent dropout", "RecurrentDropout");
        checks.Probability(WeightDrop, "weight drop", "WeightDrop");
        checks.Probability(Zoneout, "zoneout", "Zoneout");
        if (this is { Dropout: > 0, LockedDropout: > 0 })
        {
            checks.Report(Rules.OptionsExclude, "LockedDropout", Attribute,
                $"Dropout = {Messages.Number(Dropout)}", $"LockedDropout = {Messages.Number(LockedDropout)}", "both drop what passes from one layer to the next");
        }

        void Between(string option, double probability, string what)
        {
            if (checks.Probability(probability, what, option) && probability > 0 && Layers == 1)
            {
                checks.Report(Rules.DropoutBetweenNothing, option, Attribute, Messages.Number(probability), option,
                    $"Dropout({Messages.Number(probability)}{(option == "LockedDropout" ? ", Locked = true" : "")})");
            }
        }
    }

    private void CheckDirections(ILayerChecks checks)
    {
        if (!Enum.IsDefined(typeof(MergeKind), Merge))
        {
            checks.Report(Rules.UnknownValue, "Merge", Attribute, "the value " + Messages.Number(Merge), "is no member of Merge", string.Join(", ", Enum.GetNames(typeof(MergeKind))));
        }
        else if (Merge != (int)MergeKind.Concat && !Bidirectional)
        {
            checks.Report(Rules.OptionWithout, "Merge", Attribute, $"Merge = Merge.{(MergeKind)Merge}", "one direction", "Write Bidirectional = true, or remove Merge.");
        }

        if (this is { Reverse: true, Bidirectional: true })
        {
            checks.Report(Rules.OptionsExclude, "Reverse", Attribute, "Bidirectional = true", "Reverse = true", "one of two directions reads from the end already");
        }
    }
}
