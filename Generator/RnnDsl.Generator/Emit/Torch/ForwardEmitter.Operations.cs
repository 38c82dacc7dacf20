using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>What the printers of operations read and add, and the method that returns attention weights.</summary>
internal sealed partial class ForwardEmitter
{
    /// <summary>Writes a method that runs the layers above an attention and gives its weights.</summary>
    private static void EmitWeights(StatelessLayer attention, Plan plan, TypeNames names, SourceWriter writer)
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
    public static void WeightsSignature(StatelessLayer attention, Plan plan, TypeNames names, SourceWriter writer, string input)
    {
        var signature = new ForwardSignature(plan, names, input, withState: false);
        writer.Line($"/// <summary>The attention weights of <c>{attention.Key}</c>. The weights of a sequence sum to 1 and are 0 at padding.</summary>")
            .Line($"/// <param name=\"{input}\">{InputDoc(plan.Model.Input)}</param>");
        signature.WriteOptional(writer);
        writer.Line($"/// <returns>[batch, {(attention.Input as SequenceShape)?.Time ?? TimeExtent.Whole}]</returns>")
            .Line(ModelEmitter.Generated(names))
            .Line($"public {names.Tensor} {attention.WeightsMethod}({signature.Parameters})");
    }

    /// <summary>What the operation reads.</summary>
    public string Current => _current;

    public bool IsStep => _isStep;

    /// <summary>The lengths as an argument of type <c>Tensor?</c>.</summary>
    public string Lengths => _lengths;

    /// <summary>The lengths as a further argument, where there may be any.</summary>
    public string WithLengths => HasLengths ? $", {_lengths}" : "";

    /// <summary>The steps that a reduction reads, in words.</summary>
    public string ValidTimeSteps => HasLengths ? "valid time steps" : "time steps";

    private bool HasLengths => _lengths != "null";

    /// <summary>The recurrent layer of a key.</summary>
    public RecurrentLayer RecurrentLayerOf(string key) => _plan.Model.Recurrences.First(layer => layer.Key == key);

    /// <summary>The local that holds the final hidden state of a recurrent layer.</summary>
    public string FinalHiddenState(RecurrentLayer layer) => _finalStates[_plan.State.First(state => state.Layer == layer)];

    /// <summary>Adds a comment without code.</summary>
    public void Comment(string text) => _statements.Add(new Statement(text, "", ""));

    /// <summary>Assigns the output of a layer's module.</summary>
    public void Call(Layer layer, string intent, Shape output) => Assign(layer, intent, $"{layer.Property}.call({_current})", output);

    /// <summary>A linear projection by a layer. That of a single step or vector is too small for other products than libtorch's.</summary>
    public string Projection(Layer layer, string input) =>
        _isStep || layer.Input is VectorShape ? $"{layer.Property}.call({input})" : $"{_names["LinearProjection"]}.Of({input}, {layer.Property})";

    /// <summary>Assigns the output of a layer.</summary>
    public void Assign(Layer layer, string intent, string code, Shape output) =>
        Declare(Identifiers.ToCamelCase(layer.Property), $"{layer.Key}: {intent}", code, output.ToString());

    /// <summary>Assigns the output of user code, and checks that it has the declared shape.</summary>
    public void AssignChecked(Layer layer, string intent, string code, string name, Polynomial? features, Shape output)
    {
        var what = Literal.Of($"{_plan.Model.Type.Level.Name}.{name}") + (_isStep ? ", isStep: true" : "");
        Assign(layer, intent, features is { } size
            ? $"{_names["UserCode"]}.Resized({code}, {_current}, {ConstructorEmitter.StoredSize(size)}, {what})"
            : $"{_names["UserCode"]}.Same({code}, {_current}, {what})", output);
    }

    /// <summary>Sets padding to zero, where there may be any.</summary>
    public void ZeroPadding(Layer layer, string reader)
    {
        if (HasLengths)
        {
            Declare(Identifiers.ToCamelCase(layer.Property) + "Input", $"{layer.Key}: zero padding, so that the {reader} sees each sequence as if it were alone in the batch.",
                $"{_names["ValidSteps"]}.ZeroPadding({_current}, {_lengths})", layer.Input.ToString());
        }
    }

    /// <summary>The lengths after a window over time, where it changes them.</summary>
    public void LengthsAfter(Layer layer, Window window)
    {
        if (HasLengths && (window.Shrink != 0 || window.Stride != 1))
        {
            var steps = _current;
            Declare(Identifiers.ToCamelCase(layer.Property) + "Lengths", $"{layer.Key}: the number of output steps of each sequence.", AfterWindow(_names, _lengths, window.Shrink, window.Stride), "[batch]");
            (_lengths, _current) = (_current, steps);
        }
    }

    /// <summary>Below a reduction there are no steps.</summary>
    public void EndLengths() => _lengths = "null";

    /// <summary>What windows leave of lengths.</summary>
    public static string AfterWindow(TypeNames names, string lengths, long shrink, long stride) =>
        $"{names["ValidSteps"]}.LengthsAfter({lengths}{(shrink == 0 ? "" : $", shrink: {Literal.Of(shrink)}")}{(stride == 1 ? "" : $", stride: {Literal.Of(stride)}")})";

    private void Declare(string name, string intent, string code, string shape)
    {
        var local = _locals.Allocate(name);
        _statements.Add(new Statement(intent, $"var {local} = {code};", shape));
        _current = local;
    }
}
