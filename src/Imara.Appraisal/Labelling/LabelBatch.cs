using Imara.Linux.Files;

namespace Imara.Appraisal.Labelling;

/// <summary>Some files on their way: met by the walk, worked on by one thread, told in the order of the walk.</summary>
internal sealed class LabelBatch
{
    /// <summary>Few enough that a walk of few files keeps all threads busy, enough that handing over costs nothing.</summary>
    public const int Capacity = 16;

    private readonly Entry[] entries = new Entry[Capacity];
    private byte[] paths = new byte[4096];
    private int pathBytes;

    /// <summary>Place in the order of the walk.</summary>
    public long Number { get; set; }

    /// <summary>Number of files in it.</summary>
    public int Count { get; private set; }

    /// <summary>True if no more fit.</summary>
    public bool IsFull => Count == Capacity;

    /// <summary>One file.</summary>
    public ref Entry this[int index] => ref entries[index];

    /// <summary>The path of one file.</summary>
    public ReadOnlyMemory<byte> PathOf(int index) => paths.AsMemory(entries[index].PathStart, entries[index].PathLength);

    /// <summary>Adds a file.</summary>
    public void Add(ReadOnlySpan<byte> path, int descriptor, in FileStatus status, in FileOutcome outcome)
    {
        if (pathBytes + path.Length > paths.Length)
        {
            Array.Resize(ref paths, Math.Max(2 * paths.Length, pathBytes + path.Length));
        }

        path.CopyTo(paths.AsSpan(pathBytes));
        entries[Count++] = new Entry { Descriptor = descriptor, Status = status, Outcome = outcome, PathStart = pathBytes, PathLength = path.Length };
        pathBytes += path.Length;
    }

    /// <summary>Makes room for the next files.</summary>
    public void Clear()
    {
        Array.Clear(entries, 0, Count);
        Count = 0;
        pathBytes = 0;
    }

    /// <summary>One file.</summary>
    internal struct Entry
    {
        /// <summary>The file; -1: the walk itself has found the outcome.</summary>
        public int Descriptor;

        /// <summary>Its status before it was read.</summary>
        public FileStatus Status;

        /// <summary>What became of it.</summary>
        public FileOutcome Outcome;

        public int PathStart;
        public int PathLength;
    }
}
