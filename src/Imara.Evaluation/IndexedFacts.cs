namespace Imara.Evaluation;

/// <summary>The facts an index compares for equality; a set of them names a group of rules.</summary>
[Flags]
internal enum IndexedFacts : byte
{
    None = 0,
    FsMagic = 1,
    FsName = 2,
    FsUuid = 4,
    Fowner = 8,
    Fgroup = 16,
    Uid = 32,
}
