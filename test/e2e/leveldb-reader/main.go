// Reads a LevelDB folder with the library that the Go node uses, and prints every pair: key and value in hex.
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: leveldb-reader FOLDER"))
	}
	// With the node's own settings.
	db, err := leveldb.OpenFile(os.Args[1], &opt.Options{ErrorIfMissing: true})
	fail(err)
	out := bufio.NewWriter(os.Stdout)
	it := db.NewIterator(nil, nil)
	for it.Next() {
		_, err := fmt.Fprintf(out, "%x %x\n", it.Key(), it.Value())
		fail(err)
	}
	it.Release()
	fail(it.Error())
	fail(out.Flush())
	fail(db.Close())
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
