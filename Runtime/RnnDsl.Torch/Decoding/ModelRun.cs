using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Runs a network over one sequence: holds its state, and the scores of the next token on the host.</summary>
internal sealed class ModelRun<TState> : IDisposable
    where TState : RecurrentState<TState>
{
    // A long prompt runs through the sequence kernel in chunks, so that the scores of all its steps are never in memory at once.
    private const int PromptChunk = 512;

    private readonly IStepModel<TState> _model;
    private readonly EvaluationMode _mode;
    private readonly Device _device;
    private TState _state;
    private float[] _scores = [];

    public ModelRun(IStepModel<TState> model)
    {
        _model = model;
        using (NewDisposeScope())
        using (inference_mode())
            _state = model.InitialState().DetachFromDisposeScope();
        _device = _state.Tensors[0].Value.device;
        _mode = new EvaluationMode(model);
    }

    /// <summary>[vocabulary], the scores after the last step; valid until the next step.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    public void ReadPrompt(IReadOnlyList<long> prompt)
    {
        if (_model is not ISequenceModel<TState> sequence)
        {
            foreach (var token in prompt)
                Step(token);
            return;
        }

        foreach (var chunk in prompt.Chunk(PromptChunk))
        {
            Run(() =>
            {
                // [1, time, vocabulary]; the last step scores the next token.
                var (output, state) = sequence.forward(tensor(chunk, [1, chunk.Length], device: _device), state: _state);
                return (output.select(1, -1), state);
            });
        }
    }

    public void Step(long token) => Run(() => _model.Step(tensor(new[] { token }, device: _device), _state));

    private void Run(Func<(Tensor Output, TState State)> step)
    {
        // Dispose scope and inference mode are per thread and must end before the caller's code runs.
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var (output, next) = step();
        next.DetachFromDisposeScope();
        _state.Dispose();
        _state = next;

        using var scores = output.to(ScalarType.Float32).cpu().contiguous();
        if (_scores.Length != scores.NumberOfElements)
            _scores = new float[scores.NumberOfElements];
        scores.bytes.CopyTo(MemoryMarshal.AsBytes(_scores.AsSpan()));
    }

    public void Dispose()
    {
        _state.Dispose();
        _mode.Dispose();
    }
}
