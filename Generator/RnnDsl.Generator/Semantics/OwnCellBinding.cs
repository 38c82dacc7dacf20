using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Binds what a layer says of its own cell: the sizes that the cell names, and the states that zoneout acts on.</summary>
internal static class OwnCellBinding
{
    /// <summary>The layer with its cell; as it is where the cell cannot be had.</summary>
    public static RecurrentLayer Bind(RecurrentLayer layer, RecurrentDeclaration declaration, int index, SizeTable sizes, Findings findings)
    {
        var cell = declaration.OwnCell!;
        if (cell.IsIncomplete)
        {
            findings.AddSaidElsewhere("an attribute that does not compile");
            return layer;
        }

        if (!cell.IsCell)
        {
            findings.Add(Rules.NotACell, Blame.Layer(index, "Cell"), cell.Name);
            return layer;
        }

        var (typed, mistakes) = CellRules.Check(cell);
        if (typed is null)
        {
            var first = mistakes.First(mistake => mistake.Rule.Severity == RuleSeverity.Error);
            var said = first.Rule.Id + ": " + first.Rule.Title.ToLowerInvariant();
            if (cell.IsSource)
            {
                // Its own class shows it, on the very characters.
                findings.AddSaidElsewhere(said);
            }
            else
            {
                findings.Add(Rules.CellHasErrors, Blame.Layer(index, "Cell"), cell.Name, said);
            }

            return layer;
        }

        var own = new OwnCell(cell, typed);
        var named = NamedSizes(own, declaration, index, sizes, findings);
        CheckInput(own, layer, index, findings);
        CheckDropout(own, declaration, index, findings);
        return layer with
        {
            Own = own,
            OwnSizes = named,
            ParameterCount = own.Count(layer.InputSize, layer.HiddenSize, named, layer.Layers, layer.Bidirectional, layer.Options.Merge),
            Options = layer.Options with { WithoutZoneout = WithoutZoneout(own, declaration, index, findings) },
        };
    }

    private static EquatableArray<NamedSize> NamedSizes(OwnCell own, RecurrentDeclaration declaration, int index, SizeTable sizes, Findings findings)
    {
        var wanted = own.Typed.NamedSizes;
        var blame = Blame.Layer(index, "Sizes");
        var named = new List<NamedSize>();
        foreach (var given in declaration.OwnSizes)
        {
            if (!wanted.Contains(given.Name))
            {
                Refuse($"gives a size '{given.Name}', which '{own.Name}' does not name", wanted.Count == 0
                    ? "Remove it; its cell's States names no sizes."
                    : $"It names {string.Join(", ", wanted)}.");
            }
            else if (given.Size.Text is "")
            {
                Refuse($"has Sizes = \"{given.Name}\" without a size", $"Write a number or a constructor parameter behind it, as in \"{given.Name}: 40\".");
            }
            else if (named.Any(other => other.Name == given.Name))
            {
                Refuse($"gives the size '{given.Name}' twice", "Remove one of the two.");
            }
            else
            {
                named.Add(new NamedSize(given.Name, sizes[given.Size]));
            }
        }

        // A name that is wrong is hardly a mistake beside the right one that is missing.
        var strange = declaration.OwnSizes.Count(given => !wanted.Contains(given.Name));
        foreach (var missing in wanted.Where(name => !declaration.OwnSizes.Any(given => given.Name == name)).Skip(strange))
        {
            Refuse($"does not give the size '{missing}', which the states of '{own.Name}' have", $"Write Sizes = \"{missing}: 40\".");
        }

        return named.ToEquatableArray();

        void Refuse(string what, string advice) => findings.Add(Rules.SizesText, blame, what, advice);
    }

    /// <summary>Where a cell adds its input to its states, every layer of the stack must read as many numbers as it gives.</summary>
    private static void CheckInput(OwnCell own, RecurrentLayer layer, int index, Findings findings)
    {
        var between = (layer is { Bidirectional: true, Options.Merge: MergeKind.Concat } ? 2 : 1) * layer.HiddenSize;
        if (own.Typed.WhyInputIsAsLong is not { } why)
        {
            if (layer.Layers > 1 && between != layer.InputSize
                && own.Typed.States.FirstOrDefault(state => state.Length.Parts.Contains(CellLength.FeaturesPart)) is { } wide)
            {
                findings.Add(Rules.InputAsLongAsState, Blame.Layer(index, "HiddenSize"), own.Name,
                    $"its state '{wide.Name.At(TimeIndex.Now)}' is as long as what a layer reads, and all layers of a stack have states of one size",
                    layer.InputSize.ToString(), layer.HiddenSize.ToString());
            }

            return;
        }

        var widest = layer.Layers > 1 ? between : layer.InputSize;
        var read = layer.InputSize != layer.HiddenSize ? layer.InputSize : widest;
        if (read != layer.HiddenSize)
        {
            findings.Add(Rules.InputAsLongAsState, Blame.Layer(index, "HiddenSize"), own.Name, why, read.ToString(), layer.HiddenSize.ToString());
        }
    }

    /// <summary>What acts on products needs some.</summary>
    private static void CheckDropout(OwnCell own, RecurrentDeclaration declaration, int index, Findings findings)
    {
        var products = new ValueFacts(own.Typed).RecurrentProducts.ToList();
        if (declaration.RecurrentDropout > 0 && !products.Exists(product => Sees(product.Operand)))
        {
            Refuse("RecurrentDropout", declaration.RecurrentDropout, "it hides numbers of h_{t-1} from products with matrices, and no matrix of the cell multiplies h_{t-1}");
        }

        if (declaration.WeightDrop > 0 && products.Count == 0)
        {
            Refuse("WeightDrop", declaration.WeightDrop, "it drops weights of matrices that multiply a state, and the cell has none");
        }

        void Refuse(string option, double value, string why) =>
            findings.Add(Rules.OptionOfBuiltInCells, Blame.Layer(index, option), $"{option} = {Messages.Number(value)}", own.Name, why);

        // The output itself, joined with others, or as a factor: what recurrent dropout acts on.
        bool Sees(CellValue operand) => operand switch
        {
            PreviousValue previous => previous.State == own.Typed.Output,
            ConcatValue concat => concat.Operands.Any(Sees),
            BinaryValue { Operator: ValueOperator.Times } times => times.Operands.Any(factor => factor is PreviousValue previous && previous.State == own.Typed.Output),
            _ => false,
        };
    }

    private static EquatableArray<string> WithoutZoneout(OwnCell own, RecurrentDeclaration declaration, int index, Findings findings)
    {
        if (declaration.ZoneoutStates is not { } text)
        {
            return default;
        }

        var blame = Blame.Layer(index, "ZoneoutStates");
        if (declaration.Zoneout <= 0)
        {
            findings.Add(Rules.OptionWithout, blame, declaration.Attribute, $"ZoneoutStates = \"{text}\"", "no Zoneout", "Write Zoneout = 0.1, or remove ZoneoutStates.");
            return default;
        }

        var states = own.Typed.States;
        var acted = new List<CellStateSymbol>();
        foreach (var entry in text.Split(',').Select(entry => entry.Trim()))
        {
            var name = StateSizes.ReadName(entry);
            var state = states.FirstOrDefault(candidate => candidate.Name == name);
            if (state is null)
            {
                findings.Add(Rules.OptionOfBuiltInCells, blame, $"ZoneoutStates = \"{text}\"", own.Name,
                    $"'{entry}' is none of its states, which are {string.Join(", ", states.Select(candidate => candidate.Name.Display))}");
            }
            else
            {
                acted.Add(state);
            }
        }

        return states.Where(state => !acted.Contains(state)).Select(own.PropertyOf).ToEquatableArray();
    }
}
