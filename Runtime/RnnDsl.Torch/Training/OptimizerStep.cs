using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// Steps of TorchSharp's optimizers with scalars that are kept alive: TorchSharp's <c>step</c> can free them while libtorch reads them, if another thread
/// collects garbage meanwhile.
/// </summary>
/// <remarks>
/// Hyperparameters and moments stay in the optimizer, and the resulting weights are identical bit for bit. A step creates its scalars once
/// per parameter group, where TorchSharp creates them for each parameter.
/// </remarks>
public static class OptimizerStep
{
    /// <summary>
    /// One step of <c>Adam</c>, <c>AdamW</c>, <c>SGD</c> or <c>RMSProp</c> with the current gradients. For any other optimizer calls its own <c>step</c>, whose
    /// scalars are not kept alive.
    /// </summary>
    /// <param name="optimizer">An optimizer of TorchSharp.</param>
    public static void Take(OptimizerHelper optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer is not (Adam or AdamW or SGD or RMSProp))
        {
            optimizer.step();
            return;
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var state = optimizer.state_dict();
        var parameters = optimizer.parameters().ToArray();
        for (var group = 0; group < state.Options.Count; group++)
        {
            var updates = state.StateIndexRef[group].Select(index => (parameters[index], state.State[index], parameters[index].grad))
                .Where(static update => update.grad is not null)
                .Select(static update => (Parameter: update.Item1, State: update.Item2, Gradient: update.grad!));
            switch (state.Options[group])
            {
                case Adam.Options options:
                    Take(options, updates);
                    break;

                case AdamW.Options options:
                    Take(options, updates);
                    break;

                case SGD.Options options:
                    Take(options, updates);
                    break;

                case RMSProp.Options options:
                    Take(options, updates);
                    break;
            }
        }
    }

    private static void Take(Adam.Options options, IEnumerable<(Parameter Parameter, OptimizerState State, Tensor Gradient)> updates)
    {
        using var moments = new Moments(options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.LearningRate!.Value);
        using Scalar decay = options.weight_decay!.Value;
        foreach (var (parameter, of, given) in updates)
        {
            var state = (Adam.State)of;
            var gradient = options.maximize!.Value ? given.neg() : given;
            if (options.weight_decay.Value != 0)
                gradient = gradient.add(parameter, decay);

            moments.Update(parameter, gradient, state.exp_avg, state.exp_avg_sq, ref state.max_exp_avg_sq, options.amsgrad!.Value, ++state.step);
        }
    }

    private static void Take(AdamW.Options options, IEnumerable<(Parameter Parameter, OptimizerState State, Tensor Gradient)> updates)
    {
        using var moments = new Moments(options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.LearningRate!.Value);
        using Scalar shrink = 1 - options.LearningRate.Value * options.weight_decay!.Value;
        foreach (var (parameter, of, given) in updates)
        {
            var state = (AdamW.State)of;
            var gradient = options.maximize!.Value ? given.neg() : given;
            parameter.mul_(shrink);
            moments.Update(parameter, gradient, state.exp_avg, state.exp_avg_sq, ref state.max_exp_avg_sq, options.amsgrad!.Value, ++state.step);
        }
    }

    private static void Take(SGD.Options options, IEnumerable<(Parameter Parameter, OptimizerState State, Tensor Gradient)> updates)
    {
        using Scalar decay = options.weight_decay!.Value;
        using Scalar momentum = options.momentum!.Value;
        using Scalar share = 1 - options.dampening!.Value;
        using Scalar rate = options.maximize!.Value ? options.LearningRate!.Value : -options.LearningRate!.Value;
        foreach (var (parameter, of, given) in updates)
        {
            var state = (SGD.State)of;
            var gradient = options.weight_decay.Value == 0 ? given : given.add(parameter, decay);
            if (options.momentum.Value != 0)
            {
                if (state.momentum_buffer is null)
                    state.momentum_buffer = gradient.clone().detach().DetachFromDisposeScope();
                else
                    state.momentum_buffer.mul_(momentum).add_(gradient, share);
                gradient = options.nesterov!.Value ? gradient.add(state.momentum_buffer, momentum) : state.momentum_buffer;
            }

            parameter.add_(gradient, rate);
        }
    }

    private static void Take(RMSProp.Options options, IEnumerable<(Parameter Parameter, OptimizerState State, Tensor Gradient)> updates)
    {
        using Scalar decay = options.weight_decay!.Value;
        using Scalar momentum = options.momentum!.Value;
        using Scalar alpha = options.alpha!.Value;
        using Scalar share = 1 - options.alpha.Value;
        using Scalar eps = options.eps!.Value;
        using Scalar rate = -options.LearningRate!.Value;
        foreach (var (parameter, of, given) in updates)
        {
            var state = (RMSProp.State)of;
            state.step++;
            var gradient = options.maximize!.Value ? given.neg() : given;
            if (options.weight_decay.Value != 0)
                gradient = gradient.add(parameter, decay);

            state.square_avg.mul_(alpha).addcmul_(gradient, gradient, share);
            var square = state.square_avg;
            if (options.centered!.Value)
            {
                state.grad_avg.mul_(alpha).add_(gradient, share);
                square = square.addcmul(state.grad_avg, state.grad_avg, Scalars.MinusOne);
            }

            var average = square.sqrt().add_(eps, Scalars.One);
            if (options.momentum.Value > 0)
                parameter.add_(state.momentum_buffer.mul_(momentum).addcdiv_(gradient, average, Scalars.One), rate);
            else
                parameter.addcdiv_(gradient, average, rate);
        }
    }

    /// <summary>The moments of Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), and their update.</summary>
    private sealed class Moments(double beta1, double beta2, double eps, double rate) : IDisposable
    {
        private readonly Scalar _beta1 = beta1;
        private readonly Scalar _beta2 = beta2;
        private readonly Scalar _share1 = 1 - beta1;
        private readonly Scalar _share2 = 1 - beta2;
        private readonly Scalar _eps = eps;

        public void Update(Tensor parameter, Tensor gradient, Tensor first, Tensor second, ref Tensor largest, bool amsgrad, long step)
        {
            first.mul_(_beta1).add_(gradient, _share1);
            second.mul_(_beta2).addcmul_(gradient, gradient, _share2);
            var scale = second;
            if (amsgrad)
            {
                using var before = largest;
                scale = largest = maximum(before, second).DetachFromDisposeScope();
            }

            using Scalar correction = Math.Sqrt(1 - Math.Pow(beta2, step));
            using Scalar size = -(rate / (1 - Math.Pow(beta1, step)));
            parameter.addcdiv_(first, scale.sqrt().div(correction).add_(_eps, Scalars.One), size);
        }

        public void Dispose()
        {
            _beta1.Dispose();
            _beta2.Dispose();
            _share1.Dispose();
            _share2.Dispose();
            _eps.Dispose();
        }
    }
}
