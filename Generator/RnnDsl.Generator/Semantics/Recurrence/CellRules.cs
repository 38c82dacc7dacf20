using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Semantics;

/// <summary>Parses a cell's equations and reports their errors.</summary>
internal static class CellRules
{
    /// <summary>The cell with its sizes, or null if it has errors, and the diagnostics.</summary>
    public static (TypedCell? Cell, EquatableArray<DiagnosticInfo> Diagnostics) Check(CellDeclaration declaration) => declaration.Failure is { } failure
        ? Failed(declaration, failure)
        : CompilerFailure.Run(Stage.Rules, declaration.Name, () => CheckEquations(declaration), thrown => Failed(declaration, thrown));

    private static (TypedCell? Cell, EquatableArray<DiagnosticInfo> Diagnostics) Failed(CellDeclaration declaration, CompilerFailure failure)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddFailure(DiagnosticLocation.Cell(), declaration.Name, failure);
        return (null, diagnostics.ToEquatableArray());
    }

    private static (TypedCell? Cell, EquatableArray<DiagnosticInfo> Diagnostics) CheckEquations(CellDeclaration declaration)
    {
        var diagnostics = new DiagnosticBag();
        if (declaration.IsIncomplete)
        {
            return (null, default);
        }

        if (!declaration.IsCell)
        {
            diagnostics.Add(Rules.ParameterOfNoCell, DiagnosticLocation.CellParameter(0), declaration.Name);
            return (null, diagnostics.ToEquatableArray());
        }

        if (declaration.ModelAttribute is { } model)
        {
            diagnostics.Add(Rules.CellAndModel, DiagnosticLocation.Cell(), declaration.Name, model);
        }

        var mistakes = new EquationDiagnostics();
        if (ReadNotation(declaration, diagnostics) is not { } notation)
        {
            return (null, diagnostics.ToEquatableArray());
        }

        notation = notation with { Scalars = [.. ScalarsOf(declaration)] };
        var written = CellConstants.Read(declaration.Constants, (span, why) => RefuseConstant(span, why, declaration, diagnostics));
        string[] numbers = [.. notation.Scalars, .. written.Select(constant => constant.Name.Key)];
        var equations = LookAlikes.Replace(EquationParser.Parse(declaration.Equations, mistakes, notation.Time, numbers), declaration.Equations, mistakes);
        equations = PlainTimes.Replace(equations, declaration.Equations, mistakes);
        equations = TimeSteps.Resolve(equations, notation, mistakes);
        var constants = Constants(declaration, written, equations, notation, mistakes, diagnostics);
        equations = MatrixEquations.Inline(constants.Select(constant => constant.Equation).Concat(equations).ToEquatableArray(), notation);
        (equations, var doubts, var areRows) = Factors.Resolve(equations, notation, mistakes);
        if (equations.Count == constants.Count && mistakes.List.Count == 0)
        {
            mistakes.Add(EquationMistake.CannotBeRead, new Span(0, declaration.Equations.Length), "there is no equation; write one to a line, as in h_t = tanh(W · x_t + U · h_{t-1} + b)");
        }

        var cell = CellTyper.Type(equations, declaration.States, notation, mistakes, declaration.Values);
        if (mistakes.List.Count == 0)
        {
            if (cell is not null)
            {
                OuterProducts.Report(equations, read => CellTyper.Type(read, declaration.States, notation, new EquationDiagnostics(), declaration.Values) is not null, areRows, doubts);
            }

            mistakes.Add(doubts);
        }

        foreach (var mistake in mistakes.List)
        {
            diagnostics.AddWithFix(
                RuleOf(mistake.Mistake),
                DiagnosticLocation.Cell(mistake.Argument) with { Characters = mistake.Span },
                mistake.Replacement,
                mistake.Arguments);
        }

        if (cell is not null)
        {
            CheckParameters(declaration, cell, diagnostics);
        }

        return (diagnostics.HasErrors ? null : cell, diagnostics.ToEquatableArray());
    }

    /// <summary>The keys of the parameters that are one number.</summary>
    private static IEnumerable<string> ScalarsOf(CellDeclaration declaration) =>
        declaration.Parameters.Where(parameter => parameter.IsScalar).Select(parameter => StateSizes.ReadName(parameter.Parameter)?.Key).OfType<string>();

    /// <summary>The constants that the equations can have; others are reported.</summary>
    private static List<CellConstant> Constants(
        CellDeclaration declaration, IReadOnlyList<CellConstant> written, EquatableArray<Equation> equations, CellNotation notation, EquationDiagnostics mistakes, DiagnosticBag diagnostics)
    {
        var constants = new List<CellConstant>();
        foreach (var constant in written)
        {
            if (CellConstants.Refusal(constant, equations, notation) is not { } why)
            {
                constants.Add(constant);
            }
            else if (!mistakes.HasLostEquations)
            {
                RefuseConstant(constant.Span, why, declaration, diagnostics);
            }
        }

        return constants;
    }

    private static void RefuseConstant(Span span, string why, CellDeclaration declaration, DiagnosticBag diagnostics) =>
        diagnostics.Add(Rules.ConstantsText, DiagnosticLocation.Cell("Constants") with { Characters = span }, "Cell", declaration.Constants!, why);

    /// <summary>What the equations call the input, the output and the time; null if it is reported.</summary>
    private static CellNotation? ReadNotation(CellDeclaration declaration, DiagnosticBag diagnostics)
    {
        var notation = CellNotation.Default;
        if (declaration.Time is { } time)
        {
            if (time.Length != 1 || !char.IsLetter(time[0]))
            {
                return Refuse("Time", time, "no letter; write one letter, as in Time = \"n\"");
            }

            notation = notation with { Time = time[0] };
        }

        var vectors = (VectorConvention)declaration.Vectors;
        if (!Enum.IsDefined(typeof(VectorConvention), vectors))
        {
            ArgumentRules.RefuseValue(DiagnosticLocation.Cell("Vectors"), "Cell", declaration.Vectors, nameof(VectorConvention), ArgumentRules.Members<VectorConvention>(), diagnostics);
            return null;
        }

        notation = notation with { Vectors = vectors };
        if (declaration.Input is { } input)
        {
            if (NameOf(input) is not { } name)
            {
                return Refuse("Input", input, NoName("Input", "u"));
            }

            notation = notation with { Input = name };
        }

        if (declaration.Output is { } output)
        {
            if (NameOf(output) is not { } name)
            {
                return Refuse("Output", output, NoName("Output", "y"));
            }

            notation = notation with { Output = name };
        }

        if (declaration.Inputs is not null)
        {
            if (ReadInputs(declaration, notation, diagnostics) is not { } inputs)
            {
                return null;
            }

            notation = notation with { Input = inputs[0].Name, Inputs = inputs };
        }

        return notation.Input != notation.Output ? notation : Refuse(declaration.Output is null ? "Input" : "Output", notation.Output.Display, "the name of the input and of the output; give one of the two another name");

        static CellName? NameOf(string text) => StateSizes.ReadName(text) is { } name && EquationFunction.Find(name.Key) is null ? name : null;

        static string NoName(string argument, string example) => $"no name of a value; write it without its time, as in {argument} = \"{example}\"";

        CellNotation? Refuse(string argument, string text, string why)
        {
            diagnostics.Add(Rules.CellNotation, DiagnosticLocation.Cell(argument), argument, text, why);
            return null;
        }
    }

    /// <summary>The parts of the input, in their order; null if an error is reported.</summary>
    private static List<StateSize>? ReadInputs(CellDeclaration declaration, CellNotation notation, DiagnosticBag diagnostics)
    {
        var errors = false;
        var inputs = StateSizes.Read(declaration.Inputs, Refuse, hasNumbers: true).Values.OrderBy(part => part.Span.Start).ToList();
        if (declaration.Input is { } input)
        {
            Refuse(new Span(0, declaration.Inputs!.Length), $"Input = \"{input}\" names one input; write its name here, and leave Input out");
        }
        else if (inputs.Count < 2 && !errors)
        {
            Refuse(new Span(0, declaration.Inputs!.Length), "it names several inputs with their sizes, as in \"x: 3, m: 3\"; a cell with one input needs none");
        }

        foreach (var part in inputs.Where(part => part.Name == notation.Output || EquationFunction.Find(part.Name.Key) is not null))
        {
            Refuse(part.NameSpan, $"'{part.Name.Display}' is {(part.Name == notation.Output ? "the output" : "a function")}; give the input another name");
        }

        return errors ? null : inputs;

        void Refuse(Span span, string why)
        {
            errors = true;
            diagnostics.Add(Rules.StatesText, DiagnosticLocation.Cell("Inputs") with { Characters = span }, "Inputs", why);
        }
    }

    private static void CheckParameters(CellDeclaration declaration, TypedCell cell, DiagnosticBag diagnostics)
    {
        var seen = new HashSet<CellParameter>();
        for (var i = 0; i < declaration.Parameters.Count; i++)
        {
            var written = declaration.Parameters[i];
            var name = StateSizes.ReadName(written.Parameter);
            var parameter = cell.Parameters.FirstOrDefault(candidate => candidate.Name == name);
            if (parameter is null)
            {
                var nearest = name is null ? null : Nearest.To(name.Key, cell.Parameters.Select(candidate => candidate.Name.Key), always: 0);
                var meant = nearest is null ? null : cell.Parameters.First(candidate => candidate.Name.Key == nearest).Name.Display;
                diagnostics.AddWithFix(
                    Rules.ParameterUnknown,
                    DiagnosticLocation.CellParameter(i, "Parameter") with { Characters = new Span(0, written.Parameter.Length) },
                    meant,
                    [
                        written.Parameter,
                        declaration.Name,
                        meant is not null ? $"Did you mean '{meant}'?"
                        : cell.Parameters.Count == 0 ? "It has none."
                        : $"It has {string.Join(", ", cell.Parameters.Select(candidate => candidate.Name.Display))}.",
                    ]);
                continue;
            }

            var kind = (ParameterInitializationKind)written.Initialization;
            if (!Enum.IsDefined(typeof(ParameterInitializationKind), kind))
            {
                ArgumentRules.RefuseValue(DiagnosticLocation.CellParameter(i, "Initialization"), "CellParameter", written.Initialization, "ParameterInitialization",
                    ArgumentRules.Members<ParameterInitializationKind>(), diagnostics);
            }
            else if (!seen.Add(parameter))
            {
                Refuse("Parameter", "a second attribute", "and a parameter has one initialisation; remove one of the two");
            }
            else if (!parameter.IsMatrix && kind is ParameterInitializationKind.Xavier or ParameterInitializationKind.Orthogonal or ParameterInitializationKind.Identity)
            {
                Refuse("Initialization", $"ParameterInitialization.{kind}", $"which is for matrices, and this is a {(parameter.IsScalar ? "number" : "vector")}");
            }
            else if (kind is ParameterInitializationKind.Constant or ParameterInitializationKind.Normal && written.Value is null)
            {
                Refuse("Initialization", $"ParameterInitialization.{kind}", kind == ParameterInitializationKind.Normal ? "which needs a deviation; write Value = 0.1" : "which needs a number; write Value = 1");
            }
            else if (kind == ParameterInitializationKind.Normal && written.Value is not > 0 || (written.Value is { } value && (double.IsNaN(value) || double.IsInfinity(value))))
            {
                Refuse("Value", $"Value = {Messages.Number(written.Value!.Value)}", kind == ParameterInitializationKind.Normal ? "and a deviation is more than 0" : "which is not a finite initial value");
            }
            else if (kind is not (ParameterInitializationKind.Constant or ParameterInitializationKind.Normal) && written.Value is { } unused)
            {
                Refuse("Value", $"Value = {Messages.Number(unused)}", $"which ParameterInitialization.{kind} does not read; remove it");
            }

            void Refuse(string argument, string what, string why) =>
                diagnostics.Add(Rules.ParameterInitialization, DiagnosticLocation.CellParameter(i, argument), written.Parameter, what, why);
        }
    }

    private static Rule RuleOf(EquationMistake mistake) => mistake switch
    {
        EquationMistake.CannotBeRead => Rules.EquationCannotBeRead,
        EquationMistake.UnknownFunction => Rules.UnknownFunction,
        EquationMistake.FunctionArguments => Rules.FunctionArguments,
        EquationMistake.DefinedTwice => Rules.DefinedTwice,
        EquationMistake.InputDefined => Rules.NotForAnEquation,
        EquationMistake.NotDefined => Rules.NotDefined,
        EquationMistake.UsedBeforeDefined => Rules.UsedBeforeDefined,
        EquationMistake.StateNeverUpdated => Rules.StateNeverUpdated,
        EquationMistake.StateNeverRead => Rules.StateNeverRead,
        EquationMistake.NoOutput => Rules.NoOutput,
        EquationMistake.ProductOfVectors => Rules.ProductOfVectors,
        EquationMistake.MatrixAndVector => Rules.MatrixAndVector,
        EquationMistake.NoVector => Rules.NoVector,
        EquationMistake.SizesDisagree => Rules.SizesDisagree,
        EquationMistake.StateSizes or EquationMistake.ValueSizes or EquationMistake.InputSizes => Rules.StatesText,
        EquationMistake.NoInput => Rules.CellWithoutInput,
        EquationMistake.NoPreviousState => Rules.CellWithoutMemory,
        EquationMistake.Unused => Rules.UnusedDefinition,
        EquationMistake.PerhapsPrevious => Rules.PerhapsPrevious,
        EquationMistake.LearnedProduct => Rules.LearnedProduct,
        EquationMistake.PerhapsProduct => Rules.PerhapsProduct,
        EquationMistake.LooksAlike => Rules.LooksAlike,
        EquationMistake.PerhapsDivisor => Rules.PerhapsDivisor,
        EquationMistake.PerhapsKind => Rules.PerhapsKind,
        EquationMistake.NoEffect => Rules.PartWithoutEffect,
        EquationMistake.PerhapsOuter => Rules.PerhapsOuter,
        _ => throw new InvalidOperationException($"There is no rule for {mistake}."),
    };
}
