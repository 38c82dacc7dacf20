using System.ComponentModel;

namespace RnnDsl.Kernels;

/// <summary>The work of one worker on rows of one direction, for all time steps.</summary>
/// <param name="worker">From 0 to <see cref="KernelRunner.Workers"/> - 1: no two calls of one <c>Run</c> with the same worker are made at once, so each worker of it can have sums of its own.</param>
/// <param name="firstRow">The first row.</param>
/// <param name="rowCount">The number of rows, at least 1.</param>
/// <param name="direction">From 0 to the number of directions - 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void KernelWork(int worker, int firstRow, int rowCount, int direction);
