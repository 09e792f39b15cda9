namespace Imara.Runtime.Accesses;

/// <summary>Reads eight bytes at an address of the process that <paramref name="thread"/> belongs to; false if it cannot.</summary>
internal delegate bool ReadWord(int thread, ulong address, out ulong value);
