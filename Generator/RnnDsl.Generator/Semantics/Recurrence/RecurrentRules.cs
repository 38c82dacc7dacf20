using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The options of a recurrent layer, alone and in combination. Every accepted option has an effect.</summary>
internal static class RecurrentRules
{
    public static void Check(RecurrentDeclaration layer, int index, DiagnosticBag diagnostics)
    {
        if (layer.Layers < 1)
        {
            diagnostics.Add(Rules.LayerCount, DiagnosticLocation.Layer(index, "Layers"), layer.Attribute, Messages.Number(layer.Layers));
        }

        CheckProbabilities(layer, index, diagnostics);
        CheckDirections(layer, index, diagnostics);
        CheckInitialization(layer, index, diagnostics);
        if (layer.UserCell is { } own && layer.LayerNorm)
        {
            diagnostics.Add(Rules.OptionOfBuiltInCells, DiagnosticLocation.Layer(index, "LayerNorm"), "LayerNorm = true", own.Name,
                "its equations define its normalisation; write layernorm(...) there");
        }

        if (layer.Cell == CellKind.Rnn && layer.Activation is not ((int)ActivationFunction.Tanh or (int)ActivationFunction.Relu))
        {
            ArgumentRules.RefuseFunction(DiagnosticLocation.Layer(index, "Activation"), layer.Attribute, layer.Activation, "is no function of an Elman network", "Tanh, Relu", diagnostics);
        }
    }

    private static void CheckProbabilities(RecurrentDeclaration layer, int index, DiagnosticBag diagnostics)
    {
        Between("Dropout", layer.Dropout, "dropout");
        Between("LockedDropout", layer.LockedDropout, "locked dropout");
        ArgumentRules.CheckProbability(layer, layer.RecurrentDropout, "recurrent dropout", DiagnosticLocation.Layer(index, "RecurrentDropout"), diagnostics);
        ArgumentRules.CheckProbability(layer, layer.WeightDrop, "weight drop", DiagnosticLocation.Layer(index, "WeightDrop"), diagnostics);
        ArgumentRules.CheckProbability(layer, layer.Zoneout, "zoneout", DiagnosticLocation.Layer(index, "Zoneout"), diagnostics);
        if (layer is { Dropout: > 0, LockedDropout: > 0 })
        {
            diagnostics.Add(Rules.OptionsExclude, DiagnosticLocation.Layer(index, "LockedDropout"), layer.Attribute,
                $"Dropout = {Messages.Number(layer.Dropout)}", $"LockedDropout = {Messages.Number(layer.LockedDropout)}", "both drop what passes from one layer to the next");
        }

        void Between(string option, double probability, string what)
        {
            if (ArgumentRules.CheckProbability(layer, probability, what, DiagnosticLocation.Layer(index, option), diagnostics) && probability > 0 && layer.Layers == 1)
            {
                diagnostics.Add(Rules.DropoutBetweenNothing, DiagnosticLocation.Layer(index, option), layer.Attribute, Messages.Number(probability), option,
                    $"Dropout({Messages.Number(probability)}{(option == "LockedDropout" ? ", Locked = true" : "")})");
            }
        }
    }

    private static void CheckDirections(RecurrentDeclaration layer, int index, DiagnosticBag diagnostics)
    {
        if (!Enum.IsDefined(typeof(MergeKind), layer.Merge))
        {
            ArgumentRules.RefuseValue(DiagnosticLocation.Layer(index, "Merge"), layer.Attribute, layer.Merge, "Merge", ArgumentRules.Members<MergeKind>(), diagnostics);
        }
        else if (layer is { Merge: not (int)MergeKind.Concat, Bidirectional: false })
        {
            diagnostics.Add(Rules.OptionWithout, DiagnosticLocation.Layer(index, "Merge"), layer.Attribute, $"Merge = Merge.{(MergeKind)layer.Merge}", "one direction",
                "Write Bidirectional = true, or remove Merge.");
        }

        if (layer is { Reverse: true, Bidirectional: true })
        {
            diagnostics.Add(Rules.OptionsExclude, DiagnosticLocation.Layer(index, "Reverse"), layer.Attribute, "Bidirectional = true", "Reverse = true",
                "one of two directions reads from the end already");
        }
    }

    private static void CheckInitialization(RecurrentDeclaration layer, int index, DiagnosticBag diagnostics)
    {
        var kinds = (InitializationKinds)layer.Initialization;
        var place = DiagnosticLocation.Layer(index, "Initialization");
        const InitializationKinds all = InitializationKinds.Orthogonal | InitializationKinds.Identity | InitializationKinds.ForgetGateBias | InitializationKinds.Chrono;
        if ((kinds & ~all) != 0)
        {
            ArgumentRules.RefuseValue(place, layer.Attribute, layer.Initialization, "Initialization", ArgumentRules.Members<InitializationKinds>(), diagnostics);
            return;
        }

        if (layer.UserCell is { } own)
        {
            if (kinds != InitializationKinds.Uniform || layer.ChronoLength is not null)
            {
                diagnostics.Add(Rules.OptionOfBuiltInCells, kinds == InitializationKinds.Uniform ? DiagnosticLocation.Layer(index, "ChronoLength") : place,
                    kinds == InitializationKinds.Uniform ? $"ChronoLength = {Messages.Number(layer.ChronoLength!.Value)}" : $"Initialization.{kinds}", own.Name,
                    "[CellParameter] on its class sets the initialisation of each parameter");
            }

            return;
        }

        if (kinds.HasFlag(InitializationKinds.Identity) && layer.Cell != CellKind.Rnn)
        {
            NotHere("Identity", "makes the one recurrent matrix of an Elman network the identity");
        }
        else if (kinds.HasFlag(InitializationKinds.ForgetGateBias) && layer.Cell != CellKind.Lstm)
        {
            NotHere("ForgetGateBias", "sets the bias of an LSTM's forget gate");
        }
        else if (kinds.HasFlag(InitializationKinds.Chrono) && layer.Cell == CellKind.Rnn)
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

        if (kinds.HasFlag(InitializationKinds.Chrono) && layer.ChronoLength is null or < 2)
        {
            diagnostics.Add(Rules.ChronoLength, layer.ChronoLength is null ? place : DiagnosticLocation.Layer(index, "ChronoLength"), layer.Attribute,
                layer.ChronoLength is { } length ? $"ChronoLength = {Messages.Number(length)}" : "no ChronoLength");
        }
        else if (!kinds.HasFlag(InitializationKinds.Chrono) && layer.ChronoLength is { } unused)
        {
            diagnostics.Add(Rules.OptionWithout, DiagnosticLocation.Layer(index, "ChronoLength"), layer.Attribute, $"ChronoLength = {Messages.Number(unused)}", "no Initialization.Chrono",
                "Write Initialization = Initialization.Chrono, or remove ChronoLength.");
        }

        void NotHere(string kind, string does)
        {
            var fitting = layer.Cell switch
            {
                CellKind.Rnn => "Uniform, Orthogonal, Identity",
                CellKind.Lstm => "Uniform, Orthogonal, ForgetGateBias, Chrono",
                _ => "Uniform, Orthogonal, Chrono",
            };
            diagnostics.Add(Rules.CellHasNo, place, layer.Attribute, kind, does, fitting);
        }

        void Exclude(string one, string other, string why) =>
            diagnostics.Add(Rules.OptionsExclude, place, layer.Attribute, $"Initialization.{one}", $"Initialization.{other}", why);
    }
}
