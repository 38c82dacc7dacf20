using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The statements of the stateless layers, and the method that returns attention weights.</summary>
internal sealed partial class ForwardEmitter
{
    /// <summary>Writes a method that runs the layers above an attention and gives its weights.</summary>
    private static void EmitWeights(AttentionPoolingLayer attention, Plan plan, TypeNames names, SourceWriter writer)
    {
        var emitter = new ForwardEmitter(plan, names, isStep: false);
        WeightsSignature(attention, plan, names, writer, emitter._input);
        using (writer.Braces())
        {
            emitter.EmitOpening(writer, takesState: false);
            var layers = plan.Model.Layers.TakeWhile(layer => layer != attention).ToList();
            for (var i = 0; i < layers.Count; i++)
            {
                emitter.Translate(layers[i], i + 1 < layers.Count ? layers[i + 1] : null);
            }

            Statement.Write(emitter._statements, writer);
            writer.Line($"return {attention.Property}.Weights({emitter._current}{emitter.WithLengths}).MoveToOuterDisposeScope();");
        }

        writer.Line();
    }

    /// <summary>The documentation and the header of the method that reads an attention's weights.</summary>
    public static void WeightsSignature(AttentionPoolingLayer attention, Plan plan, TypeNames names, SourceWriter writer, string input)
    {
        var signature = new ForwardSignature(plan, names, input, withState: false);
        writer.Line($"/// <summary>The attention weights of <c>{attention.Key}</c>. The weights of a sequence sum to 1 and are 0 at padding.</summary>")
            .Line($"/// <param name=\"{input}\">{InputDoc(plan.Model.Input)}</param>");
        signature.WriteOptional(writer);
        writer.Line($"/// <returns>[batch, {(attention.Input as SequenceShape)?.Time ?? TimeExtent.Whole}]</returns>")
            .Line(ModelEmitter.Generated(names))
            .Line($"public {names.Tensor} {LayerMembers.WeightsMethod(attention)}({signature.Parameters})");
    }

    /// <summary>The lengths as a further argument, where there may be any.</summary>
    private string WithLengths => _lengths == "null" ? "" : $", {_lengths}";

    private void TranslateStepLayer(Layer layer, Shape output)
    {
        switch (layer)
        {
            case EmbeddingLayer { Dropout: > 0 } embedding:
                Assign(layer, $"table lookup, word dropout {Messages.Number(embedding.Dropout)}.",
                    $"{_names["WordDropout"]}.Call({layer.Property}, {_current}, {Literal.Of(embedding.Dropout)}, {_names.Training})", output);
                break;

            case EmbeddingLayer:
                Call(layer, "table lookup.", output);
                break;

            case LinearLayer linear:
                var weights = linear.TiedTo is { } table ? $" with the weight of {table.Key}" : "";
                Call(layer, layer.Input is SequenceShape && !_isStep ? $"linear projection{weights} at every time step." : $"linear projection{weights}.", output);
                break;

            case DropoutLayer { Locked: true } dropout:
                Call(layer, $"locked dropout {Messages.Number(dropout.Probability)}{(_isStep ? "" : ", one mask per sequence")}.", output);
                break;

            case DropoutLayer dropout:
                Call(layer, $"dropout {Messages.Number(dropout.Probability)}.", output);
                break;

            case ActivationLayer activation:
                var (code, intent) = Activate(activation.Function, _current);
                Assign(layer, intent, code, output);
                break;

            case LayerNormLayer:
                Call(layer, "layer normalisation over the features.", output);
                break;

            case Conv1dLayer convolution:
                TranslateConv1d(convolution, output);
                break;

            case Conv2dLayer convolution:
                TranslateConv2d(convolution, output);
                break;

            case MaxPool2dLayer { Window: var window }:
                var stride = window.Stride == window.Kernel ? "" : $", stride: {Literal.Of(window.Stride)}";
                Assign(layer, $"max pooling over windows of {Literal.Of(window.Kernel)} × {Literal.Of(window.Kernel)}.",
                    $"{_names.Nn}.functional.max_pool2d({_current}, {Literal.Of(window.Kernel)}{stride})", output);
                break;

            case FlattenToSequenceLayer flatten:
                Assign(layer, $"one time step per {LayerNotes.Step(flatten.Axis)}.", _current + flatten.Axis switch
                {
                    ImageAxis.Columns => ".permute(0, 3, 1, 2).flatten(2)",
                    ImageAxis.Positions => ".flatten(2).transpose(1, 2)",
                    _ => ".permute(0, 2, 1, 3).flatten(2)",
                }, output);
                break;

            case PoolingLayer pooling:
                TranslatePooling(pooling, output);
                break;

            case AttentionLayer attention:
                TranslateAttention(attention, output);
                break;

            case ContextLayer:
                _context = DeclareBeside(layer, "source summary at every step.", $"memory.SummaryAt({_current})", output);
                break;

            case ReadoutLayer readout:
                TranslateReadout(readout, output);
                break;

            case CopyLayer:
                Assign(layer, "log-probabilities, a mixture of generation from the vocabulary and copying from the source.",
                    $"{layer.Property}.Mix({_current}, {_names.Torch}.cat([{_output}, {_context}, {_token}], -1), {_weights}, memory)", output);
                break;

            case ApplyLayer apply:
                var method = Identifiers.IsKeyword(apply.Method) ? "@" + apply.Method : apply.Method;
                if (ScopeNames.Forward.Contains(apply.Method) || ScopeNames.StepLoop.Contains(apply.Method))
                {
                    method = (apply.IsStatic ? _names.Model : "this") + "." + method;
                }

                var lengths = !apply.TakesLengths ? "" : layer.Input is SequenceShape ? $", {_lengths}" : ", null";
                AssignChecked(layer, "user-defined method.", $"{method}({_current}{lengths})", apply.Features, output);
                break;

            case ModuleLayer module:
                AssignChecked(layer, $"user-defined module {module.Type.Display}.", $"{layer.Property}.call({_current})", module.Features, output);
                break;
        }
    }

    private void TranslateConv1d(Conv1dLayer layer, Shape output)
    {
        var window = layer.Window;
        if (_isStep)
        {
            Assign(layer, "pointwise convolution.", $"{layer.Property}.call({_current}.unsqueeze(2)).squeeze(2)", output);
            return;
        }

        var local = Identifiers.ToCamelCase(layer.Property);
        if (_lengths != "null" && !window.IsPointwise)
        {
            Declare(local + "Input", $"{layer.Key}: zero padding, so that the convolution sees each sequence as if it were alone in the batch.",
                $"{_names["ValidSteps"]}.ZeroPadding({_current}, {_lengths})", layer.Input.ToString());
        }

        // Unequal ends are padded by hand; equal ones by the layer itself.
        var input = window.IsSymmetric
            ? $"{_current}.transpose(1, 2)"
            : $"{_names.Nn}.functional.pad({_current}.transpose(1, 2), ({Literal.Of(window.Before)}, {Literal.Of(window.After)}))";
        Assign(layer, $"convolution over time, {LayerNotes.Of(layer)}.", $"{layer.Property}.call({input}).transpose(1, 2)", output);
        if (_lengths != "null" && (window.Shrink != 0 || window.Stride != 1))
        {
            var steps = _current;
            Declare(local + "Lengths", $"{layer.Key}: the number of output steps of each sequence.", AfterWindow(_names, _lengths, window.Shrink, window.Stride), "[batch]");
            (_lengths, _current) = (_current, steps);
        }
    }

    /// <summary>What windows leave of lengths.</summary>
    public static string AfterWindow(TypeNames names, string lengths, long shrink, long stride) =>
        $"{names["ValidSteps"]}.LengthsAfter({lengths}{(shrink == 0 ? "" : $", shrink: {Literal.Of(shrink)}")}{(stride == 1 ? "" : $", stride: {Literal.Of(stride)}")})";

    private void TranslateConv2d(Conv2dLayer layer, Shape output)
    {
        var window = layer.Window;
        var (before, after) = (Literal.Of(window.Before), Literal.Of(window.After));
        var input = window.IsSymmetric ? _current : $"{_names.Nn}.functional.pad({_current}, ({before}, {after}, {before}, {after}))";
        Assign(layer, $"convolution, {LayerNotes.Of(layer)}.", $"{layer.Property}.call({input})", output);
    }

    private void TranslatePooling(PoolingLayer layer, Shape output)
    {
        var real = _lengths == "null" ? "time steps" : "valid time steps";
        switch (layer)
        {
            case AttentionPoolingLayer:
                Assign(layer, $"attention pooling over the {real}.", $"{layer.Property}.call({_current}, {_lengths})", output);
                break;

            case MaxPoolingLayer:
                Assign(layer, $"maximum of each feature over the {real}.", $"{_names["SequencePooling"]}.Max({_current}{WithLengths})", output);
                break;

            default:
                Assign(layer, $"mean over the {real}.", $"{_names["SequencePooling"]}.Mean({_current}{WithLengths})", output);
                break;
        }

        _lengths = "null";
    }

    /// <summary>Checks that the output of user code has the declared shape.</summary>
    private void AssignChecked(Layer layer, string intent, string code, Polynomial? features, Shape output)
    {
        var name = layer is ApplyLayer apply ? apply.Method : layer.Key;
        var what = Literal.Of($"{_plan.Model.Type.Level.Name}.{name}") + (_isStep ? ", isStep: true" : "");
        Assign(layer, intent, features is { } size
            ? $"{_names["UserCode"]}.Resized({code}, {_current}, {ConstructorEmitter.StoredSize(size)}, {what})"
            : $"{_names["UserCode"]}.Same({code}, {_current}, {what})", output);
    }

    private void Declare(string name, string intent, string code, string shape)
    {
        var local = _locals.Allocate(name);
        _statements.Add(new Statement(intent, $"var {local} = {code};", shape));
        _current = local;
    }
}
