using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Keeper.Grains.Tests.Model.Power;

/// <summary>
/// SQLite's own file layer with an ear on it: writes, cuts, syncs and deletions on a <see cref="VolatileDisk"/> are
/// remembered there; every other file passes as if this were not there. The default of the test's process.
/// </summary>
internal static unsafe partial class VolatileVfs
{
    private const int Ok = 0;
    private const string Library = "e_sqlite3";

    private static readonly Lock Gate = new();
    private static Vfs* _inner;
    private static Methods* _methods;

    // By the address of SQLite's file object.
    private static readonly Dictionary<nint, Opened> Files = [];

    public static void Register()
    {
        lock (Gate)
        {
            if (_inner is not null)
                return;
            SQLitePCL.Batteries_V2.Init();
            _inner = sqlite3_vfs_find(null);
            var own = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
            *own = *_inner;
            own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("keeper-volatile");
            own->Next = null;
            own->Open = &Open;
            own->Delete = &Delete;
            if (sqlite3_vfs_register(own, 1) != Ok)
                throw new InvalidOperationException("SQLite does not take the file layer.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, SqliteFile* file, int flags, int* outFlags)
    {
        var result = _inner->Open(_inner, name, file, flags, outFlags);
        if (result != Ok || name is null || Marshal.PtrToStringUTF8((nint)name) is not { } path || VolatileDisk.Of(path) is not { } disk)
            return result;
        // The name may be a pointer into a list of parameters, hence the copy of the path.
        lock (Gate)
        {
            if (_methods is null)
            {
                _methods = (Methods*)NativeMemory.AllocZeroed((nuint)sizeof(Methods));
                *_methods = *file->Methods;
                _methods->Close = &Close;
                _methods->Write = &Write;
                _methods->Truncate = &Truncate;
                _methods->Sync = &Sync;
                // Reads through memory maps would need nothing, writes through them would pass unheard.
                _methods->Version = Math.Min(_methods->Version, 2);
            }

            Files[(nint)file] = new Opened(disk, path, (nint)file->Methods);
            file->Methods = _methods;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int syncFolder)
    {
        var result = _inner->Delete(_inner, name, syncFolder);
        // Without the sync it may come back; SQLite asks for the sync wherever that would matter.
        if (result == Ok && Marshal.PtrToStringUTF8((nint)name) is { } path)
            VolatileDisk.Of(path)?.Delete(path);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(SqliteFile* file)
    {
        Opened opened;
        lock (Gate)
            Files.Remove((nint)file, out opened!);
        file->Methods = (Methods*)opened.Methods;
        return file->Methods->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(SqliteFile* file, void* bytes, int count, long offset)
    {
        var opened = Find(file);
        var result = ((Methods*)opened.Methods)->Write(file, bytes, count, offset);
        if (result == Ok)
        {
            var copy = new ReadOnlySpan<byte>(bytes, count).ToArray();
            opened.Disk.Do(opened.Path, f => f.Write(offset, copy));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(SqliteFile* file, long length)
    {
        var opened = Find(file);
        var result = ((Methods*)opened.Methods)->Truncate(file, length);
        if (result == Ok)
            opened.Disk.Do(opened.Path, f => f.Truncate(length));
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(SqliteFile* file, int flags)
    {
        var opened = Find(file);
        var result = ((Methods*)opened.Methods)->Sync(file, flags);
        if (result == Ok)
            opened.Disk.Do(opened.Path, f => f.Sync());
        return result;
    }

    private static Opened Find(SqliteFile* file)
    {
        lock (Gate)
            return Files[(nint)file];
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial Vfs* sqlite3_vfs_find(string? name);

    [LibraryImport(Library)]
    private static partial int sqlite3_vfs_register(Vfs* vfs, int makeDefault);

    private sealed record Opened(VolatileDisk Disk, string Path, nint Methods);

    /// <summary>The head of sqlite3_file; what follows belongs to the inner layer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SqliteFile
    {
        public Methods* Methods;
    }

    /// <summary>sqlite3_io_methods.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<SqliteFile*, int> Close;
        public nint Read;
        public delegate* unmanaged[Cdecl]<SqliteFile*, void*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<SqliteFile*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Sync;
        public FurtherMethods Further;
    }

    /// <summary>From xFileSize to xUnfetch: passed on as they are.</summary>
    [InlineArray(13)]
    private struct FurtherMethods
    {
        private nint _first;
    }

    /// <summary>sqlite3_vfs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int MaxPathLength;
        public Vfs* Next;
        public byte* Name;
        public void* AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, SqliteFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public FurtherFunctions Further;
    }

    /// <summary>From xAccess to xNextSystemCall: passed on as they are.</summary>
    [InlineArray(14)]
    private struct FurtherFunctions
    {
        private nint _first;
    }
}
