using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Options;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Binds a layer's arguments for its user-defined cell: the sizes that the cell names, and the states with zoneout.</summary>
internal static class UserCellBinding
{
    /// <summary>The recurrence with its cell; unchanged if the cell has errors.</summary>
    public static RecurrenceOperation Bind(RecurrenceOperation recurrence, RecurrentDeclaration declaration, int index, SizeTable sizes, TargetNames targets, DiagnosticBag diagnostics)
    {
        var cell = declaration.UserCell;
        if (cell.IsIncomplete)
        {
            diagnostics.AddReportedElsewhere("an attribute that does not compile");
            return recurrence;
        }

        if (!cell.IsCell)
        {
            diagnostics.Add(Rules.NotACell, DiagnosticLocation.Layer(index, "Cell"), cell.Name);
            return recurrence;
        }

        var (typed, mistakes) = CellRules.Check(cell);
        if (typed is null)
        {
            var first = mistakes.First(mistake => mistake.Rule.Severity == RuleSeverity.Error);
            var rule = first.Rule.Id + ": " + first.Rule.Title.ToLowerInvariant();
            if (cell.IsSource)
            {
                // The errors are reported in its own equations.
                diagnostics.AddReportedElsewhere(rule);
            }
            else
            {
                diagnostics.Add(Rules.CellHasErrors, DiagnosticLocation.Layer(index, "Cell"), cell.Name, rule);
            }

            return recurrence;
        }

        if (Constants(cell, typed, declaration, index, diagnostics) is { } changed)
        {
            (cell, typed) = changed;
        }

        var userCell = new UserCell(cell, typed, targets.StateMembers);
        var named = NamedSizes(userCell, declaration, index, sizes, diagnostics);
        CheckInput(userCell, recurrence, index, diagnostics);
        CheckInputs(userCell, recurrence, named, index, diagnostics);
        CheckDropout(userCell, declaration, index, diagnostics);
        return recurrence with
        {
            UserCell = userCell,
            CellSizes = named,
            Options = recurrence.Options with { WithoutZoneout = WithoutZoneout(userCell, declaration, index, diagnostics) },
        };
    }

    /// <summary>The cell with the constants of the layer; null for a layer that sets none, or none that the cell can have.</summary>
    private static (CellDeclaration, TypedCell)? Constants(CellDeclaration cell, TypedCell typed, RecurrentDeclaration declaration, int index, DiagnosticBag diagnostics)
    {
        if (declaration.CellConstants is not { } text)
        {
            return null;
        }

        var errors = false;
        var own = CellConstants.Read(cell.Constants, static (_, _) => { });
        var given = CellConstants.Read(text, Refuse);
        foreach (var constant in given.Where(constant => !own.Any(other => other.Name == constant.Name)))
        {
            var display = constant.Name.Display;
            Refuse(constant.Span, typed.Parameters.Any(parameter => parameter.Name == constant.Name) ? $"'{display}' is a parameter of '{cell.Name}', which is learned; to make it a constant, write it in Constants of [Cell]"
                : own.Count == 0 ? $"'{cell.Name}' has no constants"
                : $"'{display}' is no constant of '{cell.Name}', which has {string.Join(", ", own.Select(other => other.Name.Display))}");
        }

        if (errors)
        {
            return null;
        }

        var changed = cell with { Constants = CellConstants.With(own, given) };
        var (retyped, mistakes) = CellRules.Check(changed);
        if (retyped is null)
        {
            var first = mistakes.First(mistake => mistake.Rule.Severity == RuleSeverity.Error);
            Refuse(new Span(0, text.Length), $"with these numbers its cell has an error: {string.Format(CultureInfo.InvariantCulture, first.Rule.Message, [.. first.Arguments]).TrimEnd('.')}");
            return null;
        }

        return (changed, retyped);

        void Refuse(Span span, string why)
        {
            errors = true;
            diagnostics.Add(Rules.ConstantsText, DiagnosticLocation.Layer(index, "Constants") with { Characters = span }, "Recurrent", text, why);
        }
    }

    private static EquatableArray<NamedSize> NamedSizes(UserCell userCell, RecurrentDeclaration declaration, int index, SizeTable sizes, DiagnosticBag diagnostics)
    {
        var wanted = userCell.Typed.NamedSizes;
        var location = DiagnosticLocation.Layer(index, "Sizes");
        var named = new List<NamedSize>();
        foreach (var given in declaration.CellSizes)
        {
            if (!wanted.Contains(given.Name))
            {
                Refuse($"gives a size '{given.Name}', which '{userCell.Name}' does not name", wanted.Count == 0
                    ? "Remove it; its cell names no sizes."
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

        // A wrong name is not reported if the correct one is missing.
        var strange = declaration.CellSizes.Count(given => !wanted.Contains(given.Name));
        foreach (var missing in wanted.Where(name => !declaration.CellSizes.Any(given => given.Name == name)).Skip(strange))
        {
            Refuse($"does not give the size '{missing}', which '{userCell.Name}' names", $"Write Sizes = \"{missing}: 40\".");
        }

        return named.ToEquatableArray();

        void Refuse(string what, string advice) => diagnostics.Add(Rules.SizesText, location, what, advice);
    }

    /// <summary>A cell that adds its input to its states needs an input of the hidden size in every layer of the stack.</summary>
    private static void CheckInput(UserCell userCell, RecurrenceOperation layer, int index, DiagnosticBag diagnostics)
    {
        var between = layer.OutputSize;
        if (userCell.Typed.WhyInputIsAsLong is not { } why)
        {
            if (layer.Layers > 1 && between != layer.InputSize
                && userCell.Typed.States.FirstOrDefault(state => state.Length.Names.Contains(CellLength.FeaturesPart)) is { } wide)
            {
                Refuse($"its state '{wide.Name.At(TimeIndex.Now)}' is as long as what a layer reads, and all layers of a stack have states of one size");
            }

            return;
        }

        var widest = layer.Layers > 1 ? between : layer.InputSize;
        var read = layer.InputSize != layer.HiddenSize ? layer.InputSize : widest;
        if (read != layer.HiddenSize)
        {
            Refuse(why);
        }

        // The first layer reads the input, the others what the two directions give.
        void Refuse(string reason)
        {
            var isMerge = layer.InputSize == layer.HiddenSize;
            diagnostics.Add(Rules.InputAsLongAsState, DiagnosticLocation.Layer(index, "HiddenSize"), userCell.Name, reason,
                isMerge ? $"its second layer reads both directions joined, {between}," : $"its input size is {layer.InputSize}",
                layer.HiddenSize.ToString(),
                isMerge ? "Write Merge = Merge.Sum or Merge.Mean, or one layer."
                : layer is { Layers: > 1, JoinedDirections: > 1 } ? "Put [Linear] with the cell's size above it, and write Merge = Merge.Sum, because its second layer reads both directions joined."
                : "Put [Linear] with the cell's size above it, or change one of the two.");
        }
    }

    /// <summary>A cell with several inputs needs as many features as they have, in every layer of the stack.</summary>
    private static void CheckInputs(UserCell userCell, RecurrenceOperation layer, EquatableArray<NamedSize> named, int index, DiagnosticBag diagnostics)
    {
        var inputs = userCell.Typed.Inputs;
        if (inputs.Count == 0 || !userCell.Typed.NamedSizes.All(size => named.Any(given => given.Name == size)))
        {
            return;
        }

        var wanted = NamedSize.SizeOf(CellLength.Sum(inputs.Select(part => part.Size)), layer.InputSize, layer.HiddenSize, named);
        var between = layer.OutputSize;
        var isFirst = layer.InputSize != wanted;
        if (!isFirst && (layer.Layers == 1 || between == wanted))
        {
            return;
        }

        diagnostics.Add(Rules.InputsOfLayer, DiagnosticLocation.Layer(index, isFirst ? "Cell" : "Layers"),
            userCell.Name,
            string.Join(", ", inputs.Select(part => part.IsNumber ? part.Name.Display : $"{part.Name.Display}: {NamedSize.SizeOf(part.Size, layer.InputSize, layer.HiddenSize, named)}")),
            wanted.ToString(),
            isFirst ? $"its input has {layer.InputSize}" : $"its second layer reads the {between} of the first",
            isFirst ? wanted.Number is null || layer.InputSize.Number is null
                ? "At most some values of the names make them equal: change the sizes, or the features of the layer before it, so that both are one formula."
                : "Change the sizes, or the features of the layer before it." : "Write one layer, and another one above it of a cell with one input.");
    }

    /// <summary>An option that acts on projections needs one.</summary>
    private static void CheckDropout(UserCell userCell, RecurrentDeclaration declaration, int index, DiagnosticBag diagnostics)
    {
        if (declaration.RecurrentDropout > 0 && !RecurrentDropout.AppliesTo(userCell.Typed))
        {
            Refuse("RecurrentDropout", declaration.RecurrentDropout, "it masks h_{t-1} in matrix products, and no matrix of the cell multiplies h_{t-1}");
        }

        if (declaration.WeightDrop > 0 && !new ValueFacts(userCell.Typed).RecurrentProducts.Any())
        {
            Refuse("WeightDrop", declaration.WeightDrop, "it drops weights of matrices that multiply a state, and the cell has none");
        }

        void Refuse(string option, double value, string why) =>
            diagnostics.Add(Rules.OptionOfBuiltInCells, DiagnosticLocation.Layer(index, option), $"{option} = {Messages.Number(value)}", userCell.Name, why);
    }

    private static EquatableArray<string> WithoutZoneout(UserCell userCell, RecurrentDeclaration declaration, int index, DiagnosticBag diagnostics)
    {
        if (declaration.ZoneoutStates is not { } text)
        {
            return default;
        }

        var location = DiagnosticLocation.Layer(index, "ZoneoutStates");
        if (declaration.Zoneout <= 0)
        {
            diagnostics.Add(Rules.OptionWithout, location, declaration.Attribute, $"ZoneoutStates = \"{text}\"", "no Zoneout", "Write Zoneout = 0.1, or remove ZoneoutStates.");
            return default;
        }

        var states = userCell.Typed.States;
        var acted = new List<CellStateSymbol>();
        foreach (var entry in text.Split(',').Select(entry => entry.Trim()))
        {
            var name = StateSizes.ReadName(entry);
            var state = states.FirstOrDefault(candidate => candidate.Name == name);
            if (state is null)
            {
                diagnostics.Add(Rules.OptionOfBuiltInCells, location, $"ZoneoutStates = \"{text}\"", userCell.Name,
                    $"'{entry}' is none of its states, which are {string.Join(", ", states.Select(candidate => candidate.Name.Display))}");
            }
            else
            {
                acted.Add(state);
            }
        }

        return states.Where(state => !acted.Contains(state)).Select(state => userCell.StateNames[state]).ToEquatableArray();
    }
}
