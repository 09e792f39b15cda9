namespace Imara.Boot.Audit.Reading;

/// <summary>The fields of records that mean something here; the names are those of the keys.</summary>
[Flags]
internal enum AuditFieldSet
{
    None = 0,
    Op = 1,
    Res = 2,
    File = 4,
    Hash = 8,
    Xattr = 16,
    Pid = 32,
    Uid = 64,
    Subj = 128,
    Cause = 256,
    Comm = 512,
    Name = 1024,
    Dev = 2048,
    Ino = 4096,
    Errno = 8192,
}
