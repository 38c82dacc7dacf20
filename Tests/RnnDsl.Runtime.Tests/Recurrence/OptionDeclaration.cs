using RnnDsl.Tests;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>One combination of the options of recurrent layers.</summary>
internal sealed record OptionDeclaration(OptionCell Cell, int Layers, OptionDirection Direction)
{
    /// <summary>Whether the model ends in the final hidden state.</summary>
    public bool IsLast { get; init; }

    public bool Dropout { get; init; }

    public bool LockedDropout { get; init; }

    public bool RecurrentDropout { get; init; }

    public bool WeightDrop { get; init; }

    public bool Zoneout { get; init; }

    public bool LayerNorm { get; init; }

    public bool Residual { get; init; }

    public bool Projection { get; init; }

    public bool Peepholes { get; init; }

    /// <summary>Whether every option that one layer of this cell has is set.</summary>
    public bool HasEverything =>
        this is { RecurrentDropout: true, WeightDrop: true, Zoneout: true, LayerNorm: true, Residual: true } && (Cell != OptionCell.Lstm || this is { Projection: true, Peepholes: true });

    /// <summary>How many options are set, beside the number of layers and the order of steps.</summary>
    public int OptionCount => Options.Count(option => option.IsSet);

    /// <summary>Whether its steps are an emitted loop: libtorch's kernels know neither this cell nor these options.</summary>
    public bool NeedsLoop => Cell == OptionCell.GruBefore || RecurrentDropout || Zoneout || LayerNorm || Peepholes;

    /// <summary>The value of every option, of which pairs are formed.</summary>
    public IReadOnlyList<object?> Values =>
        [Layers, Direction, Dropout ? "Dropout" : LockedDropout ? "LockedDropout" : "", RecurrentDropout, WeightDrop, Zoneout, LayerNorm, Residual, Projection, Peepholes];

    /// <summary>What a set of declarations has to cover: each pair of values on libtorch's kernels and in emitted loops.</summary>
    public IEnumerable<(OptionCell Cell, bool NeedsLoop, string Pair)> Pairs => CoveringSet.Pairs(Values).Select(pair => (Cell, NeedsLoop, pair));

    /// <summary>What a set of declarations that end in the final hidden state has to cover: each number of layers in each direction, and each option.</summary>
    public IEnumerable<(OptionCell Cell, string Items)> LastItems => Values.Skip(2).Select((value, i) => (Cell, $"{i}={value}")).Append((Cell, $"{Layers} {Direction}"));

    public string Name
    {
        get
        {
            var direction = Direction switch
            {
                OptionDirection.Forward => "",
                OptionDirection.Concat => "Both",
                OptionDirection.Sum or OptionDirection.Mean => "Both" + Direction,
                _ => Direction.ToString(),
            };
            var options = HasEverything
                ? (Dropout ? "Dropout" : LockedDropout ? "LockedDropout" : "") + "Everything"
                : string.Concat(Options.Where(option => option.IsSet).Select(option => option.Name));
            return $"{(IsLast ? "Last" : "")}{Cell}{Layers}{direction}{options}";
        }
    }

    /// <summary>The declaration in C#.</summary>
    public string Source
    {
        get
        {
            var width = Projection ? 3 : 4;
            var features = Residual ? (Direction == OptionDirection.Concat ? 2 : 1) * width : width - 1;
            string[] arguments =
            [
                "4", .. If(Layers > 1, $"Layers = {Layers}"), .. If(Direction >= OptionDirection.Concat, "Bidirectional = true"), .. If(Direction == OptionDirection.Reverse, "Reverse = true"),
                .. If(Cell == OptionCell.RnnRelu, "Activation = Activation.Relu"), .. If(Cell == OptionCell.GruBefore, "ResetAfter = false"),
                .. If(Direction > OptionDirection.Concat, $"Merge = Merge.{Direction}"),
                .. Options.Where(option => option.IsSet).Select(option => option.Source), "Name = \"cell\"",
            ];
            var attribute = Cell switch
            {
                OptionCell.Lstm => "Lstm",
                OptionCell.Gru or OptionCell.GruBefore => "Gru",
                _ => "Rnn",
            };
            return $"[SequenceModel, Features({features}), {attribute}({string.Join(", ", arguments)}){(IsLast ? ", LastState" : "")}]\npublic partial class {Name};\n";

            static string[] If(bool condition, string argument) => condition ? [argument] : [];
        }
    }

    /// <summary>The options with their values in the declarations.</summary>
    private (string Name, bool IsSet, string Source)[] Options =>
    [
        ("Dropout", Dropout, "Dropout = 0.3"), ("LockedDropout", LockedDropout, "LockedDropout = 0.3"), ("RecurrentDropout", RecurrentDropout, "RecurrentDropout = 0.4"),
        ("WeightDrop", WeightDrop, "WeightDrop = 0.3"), ("Zoneout", Zoneout, "Zoneout = 0.3"), ("LayerNorm", LayerNorm, "LayerNorm = true"), ("Residual", Residual, "Residual = true"),
        ("Projection", Projection, "ProjectionSize = 3"), ("Peepholes", Peepholes, "Peepholes = true"),
    ];

    /// <summary>The declaration that a model's attributes make.</summary>
    public static OptionDeclaration Of(OptionModel model)
    {
        var declared = model.Declared;
        var cell = declared switch
        {
            LstmAttribute => OptionCell.Lstm,
            GruAttribute gru => gru.ResetAfter ? OptionCell.Gru : OptionCell.GruBefore,
            RnnAttribute rnn => rnn.Activation == Activation.Relu ? OptionCell.RnnRelu : OptionCell.Rnn,
            _ => throw new ArgumentOutOfRangeException(nameof(model), declared, "No cell of the grid."),
        };
        var direction = declared.Reverse ? OptionDirection.Reverse
            : !declared.Bidirectional ? OptionDirection.Forward
            : declared.Merge switch { Merge.Sum => OptionDirection.Sum, Merge.Mean => OptionDirection.Mean, _ => OptionDirection.Concat };
        return new OptionDeclaration(cell, declared.Layers, direction)
        {
            IsLast = model.IsVerdict,
            Dropout = declared.Dropout > 0,
            LockedDropout = declared.LockedDropout > 0,
            RecurrentDropout = declared.RecurrentDropout > 0,
            WeightDrop = declared.WeightDrop > 0,
            Zoneout = declared.Zoneout > 0,
            LayerNorm = declared.LayerNorm,
            Residual = declared.Residual,
            Projection = declared is LstmAttribute { ProjectionSize: not null },
            Peepholes = declared is LstmAttribute { Peepholes: true },
        };
    }
}

/// <summary>The cells of the grid.</summary>
internal enum OptionCell
{
    Rnn,
    RnnRelu,
    Lstm,
    Gru,
    GruBefore,
}

/// <summary>In which order steps are read, and how two directions are merged.</summary>
internal enum OptionDirection
{
    Forward,
    Reverse,
    Concat,
    Sum,
    Mean,
}
